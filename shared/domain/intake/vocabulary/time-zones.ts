/** Abbreviation of a time zone, in upper case → minutes ahead of UTC. */
export const zoneMinutes: Readonly<Record<string, number>> = {
  ...{ Z: 0, UTC: 0, GMT: 0, WET: 0, WEST: 60, BST: 60, CET: 60, MEZ: 60, CEST: 120, MESZ: 120, EET: 120, EEST: 180 },
  ...{
    MSK: 180,
    SAST: 120,
    GST: 240,
    PKT: 300,
    WIB: 420,
    ICT: 420,
    HKT: 480,
    SGT: 480,
    MYT: 480,
    AWST: 480,
    WITA: 480,
  },
  ...{ JST: 540, KST: 540, WIT: 540, ACST: 570, AEST: 600, ACDT: 630, AEDT: 660, NZST: 720, NZDT: 780 },
  ...{ HST: -600, AKST: -540, AKDT: -480, PST: -480, PDT: -420, MST: -420, MDT: -360, CDT: -300, EST: -300, EDT: -240 },
  ...{ AST: -240, ADT: -180, BRT: -180, ART: -180 },
};

/** Abbreviation that several zones share → pattern of the policy's time zones that decide it → minutes ahead of UTC. */
export const sharedZoneMinutes: readonly (readonly [name: string, timeZones: string, minutes: number])[] = [
  ['CST', '^(Asia/|PRC$)', 480],
  ['CST', '^(America/|US/|Canada/)', -360],
  ['IST', '^Asia/(Kolkata|Calcutta|Colombo)$', 330],
  ['IST', '^Europe/Dublin$', 60],
  ['IST', '^(Asia/(Jerusalem|Tel_Aviv)|Israel)$', 120],
];
