/* Polls one future to its end and drops another half way. */
#include <stdint.h>
#include <stdio.h>

void *work_new(uint32_t number);
int64_t work_poll(void *work);
void work_free(void *work);

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  void *work = work_new(4);
  int64_t sum;
  int polls = 1;
  while ((sum = work_poll(work)) < 0)
    polls++;
  printf("%d after %d polls\n", (int)sum, polls);
  work_free(work);
  work = work_new(3);
  work_poll(work);
  printf("half way\n");
  work_free(work);
  return 0;
}
