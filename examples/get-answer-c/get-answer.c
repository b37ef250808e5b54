// Asks a server. To C, get_answer() is a function like any other: it returns when the answer is there.

#include <stdint.h>
#include <stdio.h>

struct answer {
  int32_t value;
  char question[60];
};

__attribute__((import_module("page"), import_name("get_answer")))
void get_answer(const char *url, struct answer *answer);

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s URL\n", argv[0]);
    return 1;
  }
  puts("Asking…");
  fflush(stdout); // what is no terminal is written at the end only
  struct answer answer;
  get_answer(argv[1], &answer);
  printf("The answer to \"%s\" is %d.\n", answer.question, (int)answer.value);
}
