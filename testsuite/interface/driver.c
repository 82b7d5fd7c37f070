/* Calls one function of the C interface and prints what it answers.
 *
 *   driver split FILE       reads LLVM IR and splits it
 *   driver layout FILE      reads LLVM IR and lays out its frames
 *   driver types FILE       reads LLVM IR and prints its coroutine types
 *   driver describe FILE    reads LLVM IR and describes no coroutine type
 *   driver undescribed FILE the same with something that is no description
 *   driver time-trace FILE  ends a time profiler that was never started
 */
#include "llvmcoro.h"

#include <llvm-c/Core.h>
#include <llvm-c/IRReader.h>
#include <stdio.h>
#include <string.h>

static LLVMModuleRef read_module(LLVMContextRef context, const char *path) {
  LLVMMemoryBufferRef buffer;
  LLVMModuleRef module;
  char *message = NULL;
  if (LLVMCreateMemoryBufferWithContentsOfFile(path, &buffer, &message) ||
      LLVMParseIRInContext(context, buffer, &module, &message)) {
    fprintf(stderr, "%s: %s\n", path, message);
    LLVMDisposeMessage(message);
    return NULL;
  }
  return module;
}

/* 0 if there is nothing to report, and 1 otherwise, as the interface does. */
static int report(int failed, const char *function, char *error) {
  if (failed)
    printf("refused: %s: %s\n", function, error ? error : "no message");
  else
    printf("done\n");
  llvmcoro_free_string(error);
  return failed;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr,
            "driver split|layout|types|describe|undescribed|time-trace FILE\n");
    return 2;
  }
  char *error = NULL;
  if (strcmp(argv[1], "time-trace") == 0) {
    const int failed = llvmcoro_finish_time_trace(argv[2], &error);
    return report(failed, "-", error);
  }

  LLVMContextRef context = LLVMContextCreate();
  LLVMModuleRef module = read_module(context, argv[2]);
  if (!module)
    return 2;
  int failed = 2;
  if (strcmp(argv[1], "split") == 0) {
    LLVMValueRef function = NULL;
    failed = llvmcoro_split(module, 1, &function, &error);
    size_t length = 0;
    const char *name = function ? LLVMGetValueName2(function, &length) : "-";
    failed = report(failed, name, error);
  } else if (strcmp(argv[1], "layout") == 0) {
    failed = llvmcoro_frame_layout(module, &error);
    failed = report(failed, "-", error);
  } else if (strcmp(argv[1], "types") == 0) {
    char *types = llvmcoro_coroutine_types(module);
    printf("%s", types);
    llvmcoro_free_string(types);
    failed = report(0, "-", NULL);
  } else if (strcmp(argv[1], "describe") == 0) {
    failed = llvmcoro_describe_coroutines(module, "[]", &error);
    failed = report(failed, "-", error);
  } else if (strcmp(argv[1], "undescribed") == 0) {
    failed = llvmcoro_describe_coroutines(module, "{}", &error);
    failed = report(failed, "-", error);
  }
  LLVMDisposeModule(module);
  LLVMContextDispose(context);
  return failed;
}
