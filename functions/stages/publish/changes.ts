import { type CustomerColumn, customerColumns } from '../../../shared/domain/features/customer-columns.ts';
import type { PublishedChange } from '../../../shared/domain/features/feature.ts';
import { publishedColumns } from './published-columns.ts';

/** Tolerated difference of a column from its published value, in SQL; null for columns without a tolerance. */
const tolerances: Record<PublishedChange, ((column: CustomerColumn) => string) | null> = {
  any: null,
  none: null,
  points: () => '$tolerance::double',
  probability: () => '$estimate_tolerance::double',
  orders: (column) => `$estimate_tolerance::double * greatest(published.${column}, 1)`,
  spend: (column) => `$estimate_tolerance::double * greatest(published.${column}, published.monetary_mean)`,
};

const beyondTolerance = publishedColumns.flatMap((column) => {
  const tolerance = tolerances[customerColumns[column].published];
  return tolerance ? [`abs(next_view.${column} - published.${column}) > ${tolerance(column)}`] : [];
});
const tolerated = publishedColumns.filter((column) => customerColumns[column].published !== 'any');

/**
 * Grain: one row per customer of the bucket whose published state changes with this run. `state` is the new state, `before` the
 * published one (null for a new customer). Any difference is a change, except in columns whose registered `published` sets a
 * tolerance or none.
 * Reads: `next_view` and `published` (this run's and the visible run's published columns).
 * Parameters: $as_of, the day of the run; $tolerance double, points of the value score; $estimate_tolerance double; $everything
 * boolean, write all customers.
 */
export const changesSql = `
with different as (
  select customer_id from (
    select * exclude (${tolerated.join(', ')}) from next_view
    except
    select * exclude (${tolerated.join(', ')}) from published
  )
)

select
  next_view.customer_id,
  next_view as state,
  if(published.customer_id is null, null, published) as before,
  $as_of::varchar as as_of
from next_view
left join published using (customer_id)
where $everything::boolean
  or next_view.customer_id in (from different)
  or ${beyondTolerance.join('\n  or ')}`;
