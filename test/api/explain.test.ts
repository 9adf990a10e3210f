import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCustomerId } from '../../shared/http/resources/customer-id.ts';
import type { Row } from '../functions/services.ts';
import { customers, startEmbeddedApi, strangeIds } from './embedded-api.ts';

let api: Awaited<ReturnType<typeof startEmbeddedApi>>;
beforeAll(async () => {
  api = await startEmbeddedApi();
});
afterAll(() => api.close());

async function get(path: string): Promise<Row> {
  const response = await fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${api.token}` } });
  return { status: response.status, ...((await response.json()) as Row) };
}

const ids = [strangeIds[0] ?? '', ...customers.filter((id) => /^\d{4}[037]$/.test(id))];

describe.each(ids)('the explanation of customer %s', (id) => {
  let published: Row;
  let explained: Row;
  beforeAll(async () => {
    const path = `/v1/customers/${encodeCustomerId(id)}`;
    [published, explained] = await Promise.all([get(path), get(`${path}/explain`)]);
  });

  it('comes from the run that published the customer, with the same tier, segment and cluster', () => {
    expect(explained.status).toBe(200);
    for (const name of ['run_id', 'as_of', 'customer_id']) expect(explained[name], name).toBe(published[name]);
    for (const name of ['tier', 'tier_since', 'tier_reason', 'tier_reason_zh']) {
      expect(explained.tier[name], name).toBe(published[name]);
    }
    for (const name of ['segment', 'segment_cn8', 'nine_grid', 'rfm']) {
      expect(explained.segment[name], name).toBe(published[name]);
    }
    expect([explained.cluster.cluster, explained.cluster.name_en]).toEqual([published.cluster, published.cluster_name]);
    expect(explained.lifetime_value.clv).toBe(published.clv);
  });

  it('has points per feature that add up to the value score', () => {
    const { score, parts } = explained.value_score as { score: number; parts: Row[] };

    expect(score).toBe(published.value_score);
    expect(parts.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 3);
    expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
    for (const { rank, weight, points } of parts) expect(points).toBeCloseTo(rank * weight, 9);
    const orders = parts.find(({ feature }) => feature === 'orders');
    expect(orders?.value).toBe(published.orders);
  });

  it('derives the earned tier from the first line that is met, and the gap from the line above', () => {
    const lines = explained.lines as Row[];
    const position = lines.findIndex(({ is_met }) => is_met);
    const above = lines[position - 1];

    expect(lines[position]?.tier).toBe(explained.tier.earned_tier);
    expect(explained.to_next).toEqual(above ? above.lacks : null);
    if (above) {
      const missing = expect.closeTo(above.line - published.value_score, 9);
      expect(above.lacks).toEqual([{ column: 'value_score', has: published.value_score, needs: above.line, missing }]);
    }
  });

  it('places every RFM figure between the cut points of its score', () => {
    const scores = explained.segment.scores as Row[];

    expect(scores.map(({ score }) => score).join('')).toBe(published.rfm);
    for (const { value, above, up_to } of scores) {
      expect(value).toBeGreaterThan(above ?? -Infinity);
      expect(value).toBeLessThanOrEqual(up_to ?? Infinity);
    }
  });

  it('gives each class with conditions that its values meet', () => {
    const classes = explained.classes as Row[];
    for (const { classification, name, because } of classes) {
      expect(name, classification).toBe(published[classification]);
      for (const { has, atLeast = -Infinity, above = -Infinity, atMost = Infinity, below = Infinity } of because) {
        if (typeof has === 'number') {
          expect([has >= atLeast, has > above, has <= atMost, has < below]).not.toContain(false);
        }
      }
    }
    expect(classes.map(({ classification }) => classification)).toContain('lifecycle');
  });
});

it('is a problem for an unknown customer', async () => {
  expect(await get('/v1/customers/nobody/explain')).toMatchObject({
    status: 404,
    type: 'urn:strata:problem:customer-not-found',
  });
});
