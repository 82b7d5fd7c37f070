/* The C interface of the coroutine passes, for callers outside C++.
 *
 * The passes work on poll-shaped coroutines. The header CoroPoll.h, which the
 * patches in llvm-patches/ add to LLVM, defines these, and the attributes and
 * metadata that describe them.
 *
 * Several threads may call these functions at once, as long as no two calls
 * work on modules of one LLVMContext.
 */
#ifndef LLVMCORO_H
#define LLVMCORO_H

#include <llvm-c/Types.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Lays out the frame of every presplit coroutine in `module` that has the
 * function attributes "coro-poll" and "coro-frame"="pack". It changes only
 * metadata and attributes: `!coro.slot` on the allocas that live in the frame,
 * and the function attributes "coro-frame-size" and "coro-frame-align", both in
 * bytes.
 *
 * Returns 0 on success. On failure returns 1 and sets `*error` to a message,
 * which the caller frees with llvmcoro_free_string.
 */
int llvmcoro_frame_layout(LLVMModuleRef module, char **error);

/* Splits every presplit coroutine in `module` that has the function attribute
 * "coro-poll": it becomes its own resume or destroy function, with the allocas
 * that carry `!coro.slot` in the frame. Verifies the functions afterwards.
 * Unless `optimize` is 0, the code is made for optimizations that follow.
 *
 * Returns 0 on success. On failure returns 1 and sets `*function` to the
 * function that cannot be split, and `*error` to a message, which the caller
 * frees with llvmcoro_free_string. After a failure the module is good for
 * nothing but reading the function's name.
 */
int llvmcoro_split(LLVMModuleRef module, int optimize, LLVMValueRef *function,
                   char **error);

/* Adds the attribute `initializes((0, size))`, in bytes, to an argument of a
 * call, counted from 0. LLVM's C API cannot express attributes with a list of
 * ranges.
 */
void llvmcoro_add_initializes(LLVMValueRef call, unsigned argument,
                              uint64_t size);

/* Adds a global value to its module's llvm.compiler.used. This replaces the
 * variable of that name, so references to the old one become invalid.
 */
void llvmcoro_append_to_compiler_used(LLVMValueRef global);

/* The coroutine types in the debug information of `module`, a line for each:
 * its identifier, its size and its alignment in bytes, separated by spaces. The
 * caller frees the string with llvmcoro_free_string.
 */
char *llvmcoro_coroutine_types(LLVMModuleRef module);

/* Describes coroutine types in the debug information of `module`. `json` is a
 * list of the contract's `CoroutineType`.
 *
 * Returns 0 on success. On failure returns 1 and sets `*error` to a message,
 * which the caller frees with llvmcoro_free_string.
 */
int llvmcoro_describe_coroutines(LLVMModuleRef module, const char *json,
                                 char **error);

/* Writes what LLVM's time profiler has recorded in this thread to the file
 * `path` and ends the profiler; fails if the thread has none. LLVM's C API
 * offers neither.
 *
 * Returns 0 on success. On failure returns 1 and sets `*error` to a message,
 * which the caller frees with llvmcoro_free_string.
 */
int llvmcoro_finish_time_trace(const char *path, char **error);

/* The path of the library that this function is in, or null if nobody knows it.
 * The caller frees the string with llvmcoro_free_string.
 */
char *llvmcoro_library(void);

/* What llvmGetPassPluginInfo of a plugin for LLVM returns: C++ calls this
 * struct PassPluginLibraryInfo.
 */
struct llvmcoro_pass_plugin {
  uint32_t api_version;
  const char *name;
  const char *version;
  /* Adds passes to the pipelines that an llvm::PassBuilder makes. */
  void (*register_passes)(void *pass_builder);
  void (*before_code_generation)(void);
};

/* The passes that belong behind the split, between those of LLVM. */
struct llvmcoro_pass_plugin llvmcoro_pass_plugin(void);

/* Frees a string that a function above returned. Null is allowed. */
void llvmcoro_free_string(char *string);

#ifdef __cplusplus
}
#endif

#endif
