import { z } from 'zod';
import { isTimeZone } from '../calendar/time-zone.ts';
import { defaultSchedule } from './schedule.ts';

/** The schedule's options, as text or numbers, with their defaults. */
export const scheduleOptions = {
  /** Day of the month of the scheduled run; 29 to 31 would skip months. */
  scheduleDay: z.coerce.number().int().min(1).max(28).default(defaultSchedule.day),
  /** Hour of that day, in `timeZone`. */
  scheduleHour: z.coerce.number().int().min(0).max(23).default(defaultSchedule.hour),
  /** IANA time zone of the schedule. */
  timeZone: z
    .string()
    .refine(isTimeZone, 'expected an IANA time zone such as Asia/Shanghai')
    .default(defaultSchedule.timeZone),
};
