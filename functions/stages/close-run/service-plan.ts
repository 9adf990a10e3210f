import { createTable } from '../../../shared/adapters/duckdb/create-table.ts';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import { writeCsv } from '../../../shared/adapters/duckdb/write-csv.ts';
import type { Policy } from '../../../shared/domain/policy/policy.ts';
import { runFiles } from '../../../shared/domain/run/runs.ts';
import type { Service } from '../../../shared/domain/tiers/service/service.ts';
import { servicePlans } from '../../../shared/domain/tiers/service/service-plan.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';

const columns = {
  ...{ tier: 'VARCHAR', tier_en: 'VARCHAR', tier_zh: 'VARCHAR', segment: 'VARCHAR' },
  ...{ offers_en: 'VARCHAR', offers_zh: 'VARCHAR', channel: 'VARCHAR', response_hours: 'DOUBLE', owner: 'VARCHAR' },
  budget_per_customer: 'DECIMAL(18,4)',
};

/** Writes service-plan.csv: a row for every tier and for every segment with a plan of its own, in policy order. */
export async function writeServicePlan(
  database: Database,
  lake: ObjectStore,
  runId: string,
  policy: Policy,
): Promise<void> {
  const file = `${database.directory}/service-plan.csv`;
  const plan = await createTable(database, 'service_plan', columns, servicePlanRows(policy));
  await database.run('set preserve_insertion_order = true');
  await writeCsv(database, `from ${plan.name}`, file);
  await database.run('set preserve_insertion_order = false');
  await lake.store(file, runFiles.servicePlan(runId), 'text/csv');
}

function servicePlanRows(policy: Policy): object[] {
  return servicePlans(policy).flatMap(({ tier, service, segments }) => {
    const label = policy.tiers.find(({ name }) => name === tier)?.label;
    const named = { tier, tier_en: label?.en, tier_zh: label?.zh };
    return [
      { ...named, ...serviceCells(service) },
      ...segments.map((each) => ({ ...named, segment: each.segment, ...serviceCells(each.service) })),
    ];
  });
}

function serviceCells(service: Service | null): object {
  if (!service) return {};
  const { offers, ...rest } = service;
  return {
    ...rest,
    offers_en: offers.map(({ en }) => en).join('; ') || null,
    offers_zh: offers.map(({ zh }) => zh).join('；') || null,
  };
}
