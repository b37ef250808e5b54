// Asks a USB instrument for its name and three temperatures, line by line (SCPI). Each call waits for the device, as with
// libusb; the page makes it with WebUSB.

#include <stdio.h>
#include <string.h>

#define USB(name) __attribute__((import_module("usb"), import_name(#name))) int usb_##name

// 0, or -1 where the device does not answer.
USB(open)(void);
USB(close)(void);
// The number of bytes, or -1 where the device does not answer.
USB(transfer_out)(int endpoint, const void *bytes, int length);
USB(transfer_in)(int endpoint, void *buffer, int size);

static int ask(const char *question, char *answer, int size) {
  if (usb_transfer_out(1, question, strlen(question)) < 0) return -1;
  int length = usb_transfer_in(1, answer, size - 1);
  if (length < 0) return -1;
  answer[length] = '\0';
  answer[strcspn(answer, "\n")] = '\0';
  return 0;
}

static int measure(void) {
  char answer[64];
  if (ask("*IDN?\n", answer, sizeof answer) < 0) return -1;
  printf("%s\n", answer);
  for (int i = 1; i <= 3; i++) {
    if (ask("MEASURE:TEMPERATURE?\n", answer, sizeof answer) < 0) return -1;
    printf("%d: %s °C\n", i, answer);
  }
  return 0;
}

int main(void) {
  setvbuf(stdout, NULL, _IOLBF, BUFSIZ); // each line is shown when it is there, as on a terminal
  if (usb_open() < 0) {
    fputs("the device cannot be opened\n", stderr);
    return 1;
  }
  int failed = measure();
  if (failed) fputs("the device does not answer\n", stderr);
  usb_close();
  return failed ? 1 : 0;
}
