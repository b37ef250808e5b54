// The keys of `top`, as `h` and `?` show them.
export const keysHelp = `Keys of top

  M  T  P  N     sort by memory, elapsed time, what computes first, number
  R              the other way round
  k              send a signal to a process
  d, s           change how often it is drawn
  Space, Enter   draw now
  Up, Down, PgUp, PgDn, Home, End
                 move through the list
  h, ?           this text
  q, Ctrl-C      leave

STAT is R (computes), S (waits for something) or T (stopped). MEM is a program's own
memory, as it told last; commands that are a part of the page have none.

Press a key to go on.`;
