import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getWhatIf, requestWhatIf } from '../../../../functions/api/what-if/what-if.ts';
import { objectLinks } from '../../../../shared/adapters/aws/object-links.ts';
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

function answerers(id = ID, ...running: string[]) {
  const { machine, started } = fakeMachine(...running);
  const dependencies = { ...services, machine, links: objectLinks('lake', services.s3), newId: () => id };
  return { ask: requestWhatIf(dependencies), get: getWhatIf(dependencies), started };
}

const ask = (policy: Record<string, unknown>, { ask } = answerers()) =>
  ask({ path: {}, query: {}, body: { policy }, headers: {} });

async function get(id: string, { get } = answerers()) {
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

describe('a question', () => {
  it('is kept with its policy as it was given, and starts an execution of its name that takes no part in runs', async () => {
    const asked = answerers();
    const { statusCode, headers, body } = await ask({ tiers: 'value-and-satisfaction' }, asked);

    expect({ statusCode, location: headers?.location }).toEqual({ statusCode: 202, location: `/v1/what-if/${ID}` });
    expect(JSON.parse(body ?? '')).toEqual({
      what_if_id: ID,
      policy_hash: policyHash(parsePolicy({ tiers: 'value-and-satisfaction' })),
      what_if: `/v1/what-if/${ID}`,
    });
    expect(asked.started).toEqual([{ source: 'strata.what-if', whatIfId: ID }]);
    expect(await services.lake.getJson(whatIfFiles.policy(ID))).toEqual({ tiers: 'value-and-satisfaction' });
  });

  it('with a wrong policy is refused at once, and each field is named where it stands in the body', async () => {
    const asked = answerers('refused');

    await expect(ask({ colour: 'red', movement: { protectNewDays: -1 } }, asked)).rejects.toMatchObject({
      kind: 'invalid-request',
      members: {
        errors: expect.arrayContaining([
          expect.objectContaining({ field: 'policy.colour', message: 'is not known here' }),
          expect.objectContaining({ field: 'policy.movement.protectNewDays' }),
        ]),
      },
    });
    expect(asked.started).toEqual([]);
    expect(await services.lake.list(whatIfFiles.all('refused'))).toEqual([]);
  });
});

describe('the answer', () => {
  it('is awaited while the execution runs', async () => {
    await ask({}, answerers('running'));

    expect(await get('running', answerers('', 'running'))).toMatchObject({
      status: 200,
      body: { what_if_id: 'running', status: 'running', run_id: null, answer: null, movers_file: null },
    });
  });

  it('will not come where the execution ended without one', async () => {
    await ask({}, answerers('broken-off'));

    const { body } = await get('broken-off');
    expect(body).toMatchObject({ status: 'failed', error: 'NotAnswered', message: expect.stringMatching(/ask again/) });
  });

  it('is given as it was written, with a link to all movers that needs no token', async () => {
    await ask({}, answerers('answered'));
    await services.lake.putJson(whatIfFiles.result('answered'), outcome);
    await services.lake.putJson(whatIfFiles.movers('answered'), 'stands for the file');

    const { body } = await get('answered', answerers('', 'answered'));
    const { movers_file, ...rest } = body;
    expect(rest).toEqual({ what_if_id: 'answered', ...outcome });
    expect(await (await fetch(movers_file.url)).json()).toBe('stands for the file');
    expect(new URL(movers_file.url).searchParams.get('X-Amz-Expires')).toBe('900');
  });

  it('that could not be given says why, and has no file', async () => {
    await ask({}, answerers('wrong'));
    const failed = { ...outcome, status: 'failed' as const, error: 'InputError', message: 'why', answer: null };
    await services.lake.putJson(whatIfFiles.result('wrong'), failed);

    expect((await get('wrong')).body).toEqual({ what_if_id: 'wrong', ...failed, movers_file: null });
  });

  it.each(['nobody', `${ID}/../${ID}`, '..', '问'])('to a question %j that is not known is none', async (id) => {
    await expect(get(id)).rejects.toMatchObject({ kind: 'what-if-not-found' });
  });
});
