// strftime's formats, for `printf '%(…)T'`, in English as the C locale has them.

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A date in a format, in the zone of this machine. */
export function formatDate(format: string, date: Date): string {
  return format.replace(/%[-0_]?([A-Za-z%])/g, (all, letter: string) => {
    const text = conversion(letter, date) ?? all;
    if (all.startsWith('%-')) return text.replace(/^[0 ]+(?=.)/, '');
    return text;
  });
}

function conversion(letter: string, date: Date): string | undefined {
  const hour = date.getHours();
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  const year = date.getFullYear();
  switch (letter) {
    case 'a':
      return days[date.getDay()]?.slice(0, 3);
    case 'A':
      return days[date.getDay()];
    case 'b':
    case 'h':
      return months[date.getMonth()]?.slice(0, 3);
    case 'B':
      return months[date.getMonth()];
    case 'c':
      return formatDate('%a %b %e %H:%M:%S %Y', date);
    case 'C':
      return two(Math.floor(year / 100));
    case 'd':
      return two(date.getDate());
    case 'D':
    case 'x':
      return formatDate('%m/%d/%y', date);
    case 'e':
      return String(date.getDate()).padStart(2);
    case 'F':
      return formatDate('%Y-%m-%d', date);
    case 'H':
      return two(hour);
    case 'I':
      return two(twelve);
    case 'j':
      return String(dayOfYear(date)).padStart(3, '0');
    case 'k':
      return String(hour).padStart(2);
    case 'l':
      return String(twelve).padStart(2);
    case 'm':
      return two(date.getMonth() + 1);
    case 'M':
      return two(date.getMinutes());
    case 'n':
      return '\n';
    case 'p':
      return hour < 12 ? 'AM' : 'PM';
    case 'r':
      return formatDate('%I:%M:%S %p', date);
    case 'R':
      return formatDate('%H:%M', date);
    case 's':
      return String(Math.floor(date.getTime() / 1000));
    case 'S':
      return two(date.getSeconds());
    case 't':
      return '\t';
    case 'T':
    case 'X':
      return formatDate('%H:%M:%S', date);
    case 'u':
      return String(date.getDay() === 0 ? 7 : date.getDay());
    case 'w':
      return String(date.getDay());
    case 'y':
      return two(year % 100);
    case 'Y':
      return String(year);
    case 'z':
      return zone(date);
    case '%':
      return '%';
    default:
      return undefined;
  }
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function dayOfYear(date: Date): number {
  const start = Date.UTC(date.getFullYear(), 0, 0);
  const day = Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return (day - start) / 86_400_000;
}

function zone(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
}
