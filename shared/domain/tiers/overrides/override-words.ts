import type { OverrideEntry } from './override.ts';

/** Words for each kind of override, and for ending one (`none`), in lower case. */
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

/** Words for an override that does not expire, in lower case. */
export const noExpiryWords = ['never', 'permanent', 'unlimited', '永久', '长期', '永久有效', '长期有效'] as const;

/** Returns the kind of override that a word stands for; undefined for other words. */
export function parseOverrideWord(word: string): OverrideEntry['kind'] | undefined {
  const text = word.normalize('NFKC').trim().toLowerCase();
  const entry = Object.entries(overrideWords).find(([, words]) => (words as readonly string[]).includes(text));
  return entry?.[0] as OverrideEntry['kind'] | undefined;
}
