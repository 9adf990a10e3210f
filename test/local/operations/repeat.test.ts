import { expect, it } from 'vitest';
import { repeat } from '../../../local/operations/repeat.ts';

it('repeats work until it is stopped, also after an error', async () => {
  const errors: unknown[] = [];
  let times = 0;
  let third = () => {};
  const reached = new Promise<void>((resolve) => {
    third = resolve;
  });
  const repetition = repeat(
    async () => {
      if (++times === 3) third();
      if (times === 1) throw new Error('first');
    },
    1,
    (error) => errors.push(error),
  );

  await reached;
  await repetition.stop();

  expect(errors).toEqual([new Error('first')]);
});

it('waits for work that has begun when it is stopped, and begins no more', async () => {
  let begun = 0;
  let finish = () => {};
  const work = () => {
    begun++;
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  };
  const repetition = repeat(work, 0, () => {});

  let isStopped = false;
  const stopped = repetition.stop().then(() => {
    isStopped = true;
  });
  await Promise.resolve();
  expect(isStopped).toBe(false);
  finish();
  await stopped;

  expect(begun).toBe(1);
});
