// Counts down, a number each second. To C, sleep_ms() is a function like any other: it returns when the time is over.

#define PAGE(name) __attribute__((import_module("page"), import_name(#name)))

PAGE(sleep_ms) void sleep_ms(int milliseconds);
PAGE(show) void show(int number);

__attribute__((export_name("count_down"))) void count_down(int from, int pause) {
  for (int number = from; number > 0; number--) {
    show(number);
    sleep_ms(pause);
  }
  show(0);
}
