import { createTable } from '../../adapters/duckdb/create-table.ts';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import type { Relation } from '../../adapters/duckdb/relation.ts';
import { noPurchase } from '../../domain/classification/class.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { RfmModel } from '../../domain/rfm/rfm-model.ts';
import { controlSql } from '../../domain/tiers/service/hold-out.ts';
import { selectService } from '../../domain/tiers/service/service-plan.ts';

const columns = {
  ...{ tier: 'VARCHAR', segment: 'VARCHAR', channel: 'VARCHAR', response_hours: 'DOUBLE', owner: 'VARCHAR' },
  budget_per_customer: 'DECIMAL(18,4)',
};

/** Service plans by tier and segment. */
export type ServicePlans = Relation<keyof typeof columns>;

/** Also creates the macro `is_control`, for customers in the control group, who get no service. */
export async function createServicePlans(
  database: Database,
  { tiers, holdOut }: Policy,
  { segments }: RfmModel,
): Promise<ServicePlans> {
  await database.run(`create macro is_control(tier, customer_id) as ${controlSql(holdOut, 'tier', 'customer_id')}`);
  const rows = tiers.flatMap((tier) =>
    [...segments, noPurchase].flatMap(({ name: segment }) => {
      const plan = selectService(tier, segment);
      return plan ? [{ tier: tier.name, segment, ...plan }] : [];
    }),
  );
  return createTable(database, 'service_plans', columns, rows);
}
