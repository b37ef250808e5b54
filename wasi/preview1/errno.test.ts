import { expect, test } from 'vitest';

import { errnoName, errnos, success } from './errno.ts';
import { sentences } from '../vfs/error.ts';

test('every code has a number of its own and a sentence', () => {
  expect(Object.keys(errnos).toSorted()).toEqual(Object.keys(sentences).toSorted());
  expect(new Set(Object.values(errnos)).size).toBe(Object.keys(errnos).length);
});

test("the numbers are preview1's", () => {
  expect([success, errnos.ENOENT, errnos.EXDEV, errnos.ENOTCAPABLE]).toEqual([0, 44, 75, 76]);
  expect(errnoName(44)).toBe('ENOENT');
  expect(errnoName(200)).toBe('200');
});
