// Greets whom name.txt names. Plain C: nothing here knows of a browser, or of promises.

#include <stdio.h>
#include <string.h>

int main(void) {
  FILE *file = fopen("name.txt", "r");
  if (file == NULL) {
    perror("name.txt");
    return 1;
  }
  char name[100] = "";
  fgets(name, sizeof name, file);
  fclose(file);
  name[strcspn(name, "\n")] = '\0';
  printf("Hello, %s!\n", name);
}
