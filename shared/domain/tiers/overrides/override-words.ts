import type { OverrideEntry } from './override.ts';

/** What people write for the kinds of override, and for the end of one; in lower case. */
export const overrideWords = {
  pin: ['pin', 'pinned', 'lock', 'locked', 'fix', 'fixed', 'exact', '锁定', '固定', '指定', '鎖定'],
  floor: ['floor', 'min', 'minimum', 'at least', 'not below', '下限', '保底', '最低', '不低于', '不低於'],
  ceiling: [
    'ceiling',
    'max',
    'maximum',
    'cap',
    'at most',
    'not above',
    '上限',
    '封顶',
    '最高',
    '不高于',
    '封頂',
    '不高於',
  ],
  none: [
    ...['none', 'end', 'ended', 'remove', 'removed', 'delete', 'cancel', 'cancelled', 'clear', 'unlock', 'release'],
    ...['取消', '解除', '解锁', '删除', '移除', '撤销', '终止', '无', '取消锁定', '解鎖', '刪除', '撤銷'],
  ],
} as const satisfies Record<OverrideEntry['kind'], readonly string[]>;

/** What people write for an override without a last day; in lower case. */
export const lastingWords = ['never', 'permanent', 'unlimited', '永久', '长期', '永久有效', '长期有效'] as const;

/** The kind of override that a word means, if any. */
export function parseOverrideWord(word: string): OverrideEntry['kind'] | undefined {
  const text = word.normalize('NFKC').trim().toLowerCase();
  const found = Object.entries(overrideWords).find(([, words]) => (words as readonly string[]).includes(text));
  return found?.[0] as OverrideEntry['kind'] | undefined;
}
