import type { Database } from '../../shared/adapters/duckdb.ts';
import { createTable } from '../../shared/adapters/model-tables.ts';
import { noPurchase } from '../../shared/domain/label.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { RfmModel } from '../../shared/domain/rfm/rfm-model.ts';
import { controlSql } from '../../shared/domain/tiers/hold-out.ts';
import { planOf } from '../../shared/domain/tiers/service-plan.ts';

/** Creates `service_plans`, what customers of every tier and segment get, and the macro `is_control` of who gets nothing. */
export async function createService(database: Database, { tiers, holdOut }: Policy, { segments }: RfmModel) {
  const rows = tiers.flatMap((tier) =>
    [...segments, noPurchase].flatMap(({ name: segment }) => {
      const plan = planOf(tier, segment);
      return plan ? [{ tier: tier.name, segment, ...plan }] : [];
    }),
  );
  await createTable(
    database,
    'service_plans',
    {
      tier: 'VARCHAR',
      segment: 'VARCHAR',
      channel: 'VARCHAR',
      response_hours: 'DOUBLE',
      owner: 'VARCHAR',
      budget_per_customer: 'DECIMAL(18,4)',
    },
    rows,
  );
  await database.run(`create macro is_control(tier, customer_id) as ${controlSql(holdOut, 'tier', 'customer_id')}`);
}
