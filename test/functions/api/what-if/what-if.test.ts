import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getWhatIf, requestWhatIf } from '../../../../functions/api/what-if/what-if.ts';
import { parsePolicy, policyHash } from '../../../../shared/domain/policy/policy.ts';
import { type WhatIfOutcome, whatIfFiles } from '../../../../shared/domain/run/what-if.ts';
import { fakeMachine } from '../../fakes.ts';
import { type Services, startServices } from '../../services.ts';

const ID = '20260902T091500000Z-5d3c90ae';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.close());

function routes(id = ID, ...running: string[]) {
  const { machine, started } = fakeMachine(...running);
  const asFunction = services.as('api/what-if', { machine });
  const dependencies = { ...asFunction, links: asFunction.links('lake'), newId: () => id };
  return { post: requestWhatIf(dependencies), get: getWhatIf(dependencies), started };
}

const post = (policy: Record<string, unknown>, { post } = routes()) =>
  post({ path: {}, query: {}, body: { policy }, headers: {} });

async function get(id: string, { get } = routes()) {
  const { statusCode, body } = await get({ path: { id }, query: {}, body: {}, headers: {} });
  return { status: statusCode, body: JSON.parse(body ?? '') };
}

const outcome: WhatIfOutcome = {
  ...{ status: 'succeeded', run_id: 'the-run', as_of: '2026-08-31', error: null, message: null },
  answer: {
    ...{ policy_hash: 'abc', policy_changes: [], not_evaluated: [], tiers: [], segments: null, foretold: [] },
    movers: { customers: 0, ways: [], first: [] },
  },
};

/** To the nearest minute. */
const minutesUntil = (time: string) => Math.round((Date.parse(time) - Date.now()) / 60_000);

describe('a what-if request', () => {
  it('stores the policy as given and starts an execution named after its id', async () => {
    const api = routes();
    const { statusCode, headers, body } = await post({ tiers: 'value-and-satisfaction' }, api);

    expect({ statusCode, location: headers?.location }).toEqual({ statusCode: 202, location: `/v1/what-if/${ID}` });
    expect(JSON.parse(body ?? '')).toEqual({
      what_if_id: ID,
      policy_hash: policyHash(parsePolicy({ tiers: 'value-and-satisfaction' })),
      what_if: `/v1/what-if/${ID}`,
    });
    expect(api.started).toEqual([{ source: 'strata.what-if', whatIfId: ID }]);
    expect(await services.lake.getJson(whatIfFiles.policy(ID))).toEqual({ tiers: 'value-and-satisfaction' });
  });

  it('is rejected with an invalid policy, naming each field by its path in the body', async () => {
    const api = routes('refused');

    await expect(post({ colour: 'red', movement: { protectNewDays: -1 } }, api)).rejects.toMatchObject({
      kind: 'invalid-request',
      members: {
        errors: expect.arrayContaining([
          expect.objectContaining({ field: 'policy.colour', message: 'is not a known field' }),
          expect.objectContaining({ field: 'policy.movement.protectNewDays' }),
        ]),
      },
    });
    expect(api.started).toEqual([]);
    expect(await services.lake.list(whatIfFiles.all('refused'))).toEqual([]);
  });
});

describe('a what-if result', () => {
  it('is running while the execution runs', async () => {
    await post({}, routes('running'));

    expect(await get('running', routes('', 'running'))).toMatchObject({
      status: 200,
      body: { what_if_id: 'running', status: 'running', run_id: null, answer: null, movers_file: null },
    });
  });

  it('is failed when the execution ended without a result', async () => {
    await post({}, routes('interrupted'));

    const { body } = await get('interrupted');
    expect(body).toMatchObject({
      status: 'failed',
      error: 'NotAnswered',
      message: expect.stringMatching(/start it again/),
    });
  });

  it('is returned as written, with a presigned URL of all movers', async () => {
    await post({}, routes('succeeded'));
    await services.lake.putJson(whatIfFiles.result('succeeded'), outcome);
    await services.lake.putJson(whatIfFiles.movers('succeeded'), 'content of the file');

    const { body } = await get('succeeded', routes('', 'succeeded'));
    const { movers_file, ...rest } = body;
    expect(rest).toEqual({ what_if_id: 'succeeded', ...outcome });
    expect(await (await fetch(movers_file.url)).json()).toBe('content of the file');
    expect(minutesUntil(movers_file.expires_at)).toBe(15);
  });

  it('has the reason and no file when the what-if failed', async () => {
    await post({}, routes('wrong'));
    const failed = { ...outcome, status: 'failed' as const, error: 'InputError', message: 'why', answer: null };
    await services.lake.putJson(whatIfFiles.result('wrong'), failed);

    expect((await get('wrong')).body).toEqual({ what_if_id: 'wrong', ...failed, movers_file: null });
  });

  it.each(['nobody', `${ID}/../${ID}`, '..', '问'])('is a problem for the unknown id %j', async (id) => {
    await expect(get(id)).rejects.toMatchObject({ kind: 'what-if-not-found' });
  });
});
