// Which commands are not begun, as they would empty what is mounted.
import { expect, test } from 'vitest';
import { refusalToRemove } from './removal-guard.ts';

const points = [['mnt', 'photos'], ['home'], ['tmp'], ['bin'], ['dev'], []];

test.for<readonly [cwd: string, args: string, operand: string]>([
  ['/', 'rm -rf /', '/'],
  ['/', 'rm -rf /mnt', '/mnt'],
  ['/', 'rm -rf /mnt/photos', '/mnt/photos'],
  ['/', 'rm -r /mnt/photos/', '/mnt/photos/'],
  ['/', 'rm -rf /bin /dev /home /mnt /tmp', '/bin'],
  ['/mnt', 'rm -rf photos', 'photos'],
  ['/mnt', 'rm -rf x photos', 'photos'],
  ['/mnt', 'rm -rf -- photos', 'photos'],
  ['/mnt', 'rm photos -rf', 'photos'],
  ['/home', 'rm -rf /home/../home', '/home/../home'],
  ['/mnt', 'rm -rf -- --no-preserve-root photos', 'photos'],
])('in %s, %s is refused', ([cwd, args, operand]) => {
  const path = cwd.split('/').filter((name) => name !== '');
  expect(refusalToRemove('rm', args.split(' '), path, points)).toContain(`'${operand}'`);
});

test.for<readonly [cwd: string, args: string]>([
  ['/mnt/photos', 'rm -rf 2024'],
  ['/mnt/photos', 'rm -rf ./2024 /home/user /tmp/x'],
  ['/', 'rm -rf /mnt/photos/2024'],
  ['/', 'rm -rf /mnt/phot'],
  ['/', 'rm -rf --no-preserve-root /mnt/photos'],
  ['/mnt/photos', 'rm -rf . ./ x/..'], // which it refuses itself
  ['/mnt/photos/2024', 'rm -rf .. ../ 2024/../..'],
  ['/', 'rm --help'],
  ['/', 'rm -f'],
])('in %s, %s is begun', ([cwd, args]) => {
  const path = cwd.split('/').filter((name) => name !== '');
  expect(refusalToRemove('rm', args.split(' '), path, points)).toBeUndefined();
});

test('other programs are begun, and an operand that is no path is theirs to refuse', () => {
  expect(refusalToRemove('ls', ['ls', '/mnt/photos'], [], points)).toBeUndefined();
  expect(refusalToRemove('rm', ['rm', ''], ['mnt', 'photos'], points)).toBeUndefined();
});
