import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Services, startServices } from '../../services.ts';
import { cleanRows, LATER, line } from './clean-rows.ts';

let services: Services;
let rows: ReturnType<typeof cleanRows>;
beforeEach(async () => {
  services = await startServices();
  rows = cleanRows(services);
});
afterEach(() => services.close());

const contact = (customer_id: string, occurred_at: string, interaction: string, more: object = {}) => ({
  customer_id,
  occurred_at,
  interaction,
  ...more,
});
const answer = (customer_id: string, answered_at: string, satisfaction: number, more: object = {}) => ({
  customer_id,
  answered_at,
  satisfaction,
  ...more,
});

describe('interactions', () => {
  it('are counted by kind up to the as-of date, even for customers who never bought', async () => {
    await rows.putOrders([line('B', '1', '2026-03-01 08:00:00', 10)]);
    await rows.putInteractions([
      contact('A', '2026-03-01 10:00:00', 'visit'),
      contact('A', '2026-03-02 10:00:00', 'visit'),
      contact('A', '2026-03-03 10:00:00', 'mail'),
      contact('A', '2026-03-04 10:00:00', 'ticket'),
      contact('A', '2026-03-05 10:00:00', 'complaint'),
      contact('A', '2026-03-31 23:59:59', 'other'),
      contact('A', '2026-04-01 00:00:00', 'complaint'),
    ]);
    const { A, B } = await rows.build();

    expect(A).toMatchObject({ interactions: 6, visits: 2, mails: 1, tickets: 1, complaints: 1, other_interactions: 1 });
    expect(A).toMatchObject({ last_interaction_at: '2026-03-31 23:59:59', orders: 0 });
    expect(B).toMatchObject({ interactions: 0, complaints: 0, last_interaction_at: null, orders: 1 });
  });

  it('are counted only within the window', async () => {
    await rows.putInteractions([
      contact('A', '2026-02-28 10:00:00', 'complaint'),
      contact('A', '2026-03-01 10:00:00', 'visit'),
    ]);
    const { A } = await rows.build({ windowMonths: 1 });

    expect(A).toMatchObject({ interactions: 1, complaints: 0 });
  });

  it('are replaced by those with the same id in a later upload', async () => {
    await rows.putInteractions([contact('A', '2026-03-05 10:00:00', 'ticket', { interaction_id: '1' })]);
    await rows.putInteractions([contact('A', '2026-03-05 10:00:00', 'complaint', { interaction_id: '1' })], LATER);
    const { A } = await rows.build();

    expect(A).toMatchObject({ interactions: 1, tickets: 0, complaints: 1 });
  });

  it('without an id count once if they are identical', async () => {
    const visit = contact('A', '2026-03-05 10:00:00', 'visit', { channel: 'web' });
    await rows.putInteractions([visit]);
    await rows.putInteractions([visit, { ...visit, channel: 'app' }], LATER);
    const { A } = await rows.build();

    expect(A?.visits).toBe(2);
  });
});

describe('satisfaction', () => {
  it('is the last answer up to the as-of date, with the mean of all', async () => {
    await rows.putFeedback([
      answer('A', '2026-03-20 10:00:00', 70),
      answer('A', '2026-03-01 10:00:00', 100),
      answer('A', '2026-03-10 10:00:00', 95),
      answer('A', '2026-04-01 10:00:00', 0),
    ]);
    const { A } = await rows.build();

    expect(A).toMatchObject({ satisfaction: 70, satisfaction_answers: 3, last_answer_at: '2026-03-20 10:00:00' });
    expect(A?.satisfaction_mean).toBeCloseTo(265 / 3, 6);
  });

  it('uses the newest version of an answer, and identical ones once', async () => {
    await rows.putFeedback([
      answer('A', '2026-03-20 10:00:00', 10, { response_id: '1' }),
      answer('B', '2026-03-20 10:00:00', 40),
    ]);
    await rows.putFeedback(
      [answer('A', '2026-03-20 10:00:00', 90, { response_id: '1' }), answer('B', '2026-03-20 10:00:00', 40)],
      LATER,
    );
    const { A, B } = await rows.build();

    expect(A).toMatchObject({ satisfaction: 90, satisfaction_answers: 1 });
    expect(B).toMatchObject({ satisfaction: 40, satisfaction_answers: 1, satisfaction_mean: 40 });
  });

  it('is unknown without an answer in the window', async () => {
    await rows.putFeedback([answer('A', '2026-01-20 10:00:00', 10), answer('B', '2026-03-20 10:00:00', 40)]);
    const { A, B } = await rows.build({ windowMonths: 1 });

    expect([A, B?.satisfaction]).toEqual([undefined, 40]);
  });
});
