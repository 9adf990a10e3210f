import { parseOverrideWord } from '../../tiers/overrides/override-words.ts';
import { numberedColumns } from './clean-columns.ts';
import { commonAliases, contactAliases } from './common-aliases.ts';
import type { DatasetDefinition, FieldDefinition } from './dataset.ts';

const fields = {
  customer_id: { content: 'id', aliases: [...commonAliases.customer_id, ...contactAliases] },
  kind: {
    content: 'word',
    aliases: [
      ...commonAliases.kind,
      'override, override kind, override type, rule, mode, 锁定类型, 调整类型, 调整方式, 规则, 方式',
    ],
  },
  tier: {
    content: 'word',
    aliases: [
      'tier, override tier, tier name, target tier, new tier, fixed tier, 等级, 目标等级, 指定等级, 锁定等级, 调整后等级, 客户等级, 会员等级',
      'level, customer tier, member tier, class, 级别, 层级, 分层, 档位',
    ],
  },
  reason: {
    content: 'word',
    aliases: [
      ...commonAliases.reason,
      'override reason, why, comment, note, remark, justification, 理由, 调整原因, 锁定原因, 说明, 备注',
    ],
  },
  author: {
    content: 'word',
    aliases: [
      'author, override author, set by, changed by, decided by, entered by, created by, operator, 操作人, 操作员, 设置人, 调整人',
      'requested by, approved by, approver, owner, account manager, responsible, staff, employee, user, 审批人, 申请人, 负责人, 经办人, 客户经理, 业务员',
    ],
  },
  expires_on: {
    content: 'date',
    aliases: [
      'expires on, expires at, expiry, expiry date, expiration date, expires, override expires, valid until, valid to, 到期日, 到期日期, 到期时间, 有效期至, 失效日期, 截止日期',
      'until, end date, ends on, end, 有效期, 结束日期',
    ],
  },
} as const satisfies Record<string, FieldDefinition>;

/** Whether most values are kinds of override. At least one must differ from "none", which occurs in every kind of file. */
function areOverrideKinds(values: readonly (string | null)[]): boolean {
  const filled = values.filter((value) => value !== null && value.trim() !== '');
  const kinds = filled.map((value) => parseOverrideWord(value ?? '')).filter((kind) => kind !== undefined);
  return kinds.length > filled.length / 2 && kinds.some((kind) => kind !== 'none');
}

/** People's decisions about customers' tiers. */
export const overrides = {
  holds: 'decisions',
  fields,
  required: ['customer_id', 'kind', 'tier', 'reason', 'author'],
  dateField: 'expires_on',
  cleanDateColumn: 'set_at',
  evidence: [{ by: 'values', of: 'kind', areTypical: areOverrideKinds, precedence: 0 }],
  kept: { override: 'kept' },
  quarantineReasons: {
    missing_customer_id: 'customer_id',
    long_customer_id: 'customer_id',
    missing_kind: 'kind',
    bad_kind: 'kind',
    missing_tier: 'tier',
    bad_tier: 'tier',
    missing_reason: 'reason',
    missing_author: 'author',
    bad_date: 'expires_on',
  },
  tables: {
    overrides: {
      customer_id: 'varchar',
      override: 'varchar',
      tier: 'varchar',
      reason: 'varchar',
      author: 'varchar',
      expires_on: 'date',
      set_at: 'timestamp',
      ...numberedColumns,
    },
  },
  omittable: [],
} as const satisfies DatasetDefinition<keyof typeof fields>;
