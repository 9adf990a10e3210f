import { html } from 'htm/preact';
import type { Report } from '../../domain/report/report.ts';
import { BASE, SMALL, textAt } from '../drawing/text.ts';
import { wrapText } from '../drawing/text-width.ts';
import { type Formats, formats, type Language, type Words } from '../language.ts';
import type { Picture } from '../picture.ts';

/** One thing that was checked: fine, to be watched, or not known. */
interface Check {
  name: string;
  state: 'good' | 'watch' | 'unknown';
  finding: string;
}

interface VerdictWords {
  question: string;
  headline(watched: string | null): string;
  description: string;
  head: [string, string, string];
  states: Record<Check['state'], string>;
  gate: { name: string; passed: string; accepted(findings: number): string };
  files: { name: string; all(uploads: string): string; rejected(count: string): string; none: string };
  drift: { name: string; fitted: string; frozen: Record<'stable' | 'watch' | 'refit', string> };
  forecast: {
    name: string;
    none(reason: string | null): string;
    compared(f: { forecast: string; actual: string; error: string; isBetter: boolean }): string;
  };
}

const dictionary: Words<VerdictWords> = {
  en: {
    question: 'May one act on this run?',
    headline: (watched) =>
      watched === null
        ? 'You can act on this run: nothing that was checked speaks against it'
        : `Act on this run with care: look at the ${watched} first`,
    description: 'Four checks of the run, each with its state and finding in words.',
    head: ['check', 'state', 'finding'],
    states: { good: 'fine', watch: 'look at this', unknown: 'not known' },
    gate: {
      name: 'quality gate',
      passed: 'All files are within the limits of the policy.',
      accepted: (findings) =>
        `${findings} finding${findings === 1 ? ' was' : 's were'} accepted by the person who started the run.`,
    },
    files: {
      name: 'files',
      all: (uploads) => (uploads === '1' ? 'The file was taken in.' : `All ${uploads} files were taken in.`),
      rejected: (count) =>
        `${count === '1' ? 'One file' : `${count} files`} could not be taken in: see the picture of data quality.`,
      none: 'No new files: the run segments what was there.',
    },
    drift: {
      name: 'model',
      fitted: 'Scores, lines and clusters were fitted to the customers of this run.',
      frozen: {
        stable: 'The model is from an earlier run, and customers are as they were then.',
        watch: 'The model is from an earlier run, and customers have changed somewhat since.',
        refit: 'The model is from an earlier run, and customers have changed: fit it again.',
      },
    },
    forecast: {
      name: 'forecasts',
      none: (reason) => `Not tested against the past${reason ? `: ${reason}` : ''}.`,
      compared: ({ forecast, actual, error, isBetter }) =>
        `Tested on the past: ${forecast} purchase days forecast, ${actual} came (${error}); ${isBetter ? 'closer' : 'not closer'} than continuing past rates.`,
    },
  },
  zh: {
    question: '可以依据本次运行采取行动吗？',
    headline: (watched) =>
      watched === null ? '可以依据本次运行行动：各项检查均无异议' : `请谨慎使用本次运行：先查看${watched}`,
    description: '本次运行的四项检查，每项以文字说明状态和发现。',
    head: ['检查项', '状态', '发现'],
    states: { good: '正常', watch: '请查看', unknown: '未知' },
    gate: {
      name: '质量闸门',
      passed: '所有文件都在策略的限值之内。',
      accepted: (findings) => `启动运行的人接受了 ${findings} 项检查发现。`,
    },
    files: {
      name: '文件',
      all: (uploads) => `${uploads} 个文件全部处理完成。`,
      rejected: (count) => `${count} 个文件未能处理：见数据质量图。`,
      none: '没有新文件：本次运行对已有数据进行分层。',
    },
    drift: {
      name: '模型',
      fitted: '评分、等级线和聚类均按本次运行的客户拟合。',
      frozen: {
        stable: '模型来自较早的运行，客户与当时相比没有变化。',
        watch: '模型来自较早的运行，客户此后略有变化。',
        refit: '模型来自较早的运行，客户已经变化：请重新拟合。',
      },
    },
    forecast: {
      name: '预测',
      none: (reason) => `未与历史对比${reason ? `（${reason}）` : ''}。`,
      compared: ({ forecast, actual, error, isBetter }) =>
        `用历史检验：预测 ${forecast} 个购买日，实际 ${actual} 个（${error}）；${isBetter ? '比' : '不比'}沿用过去的速度更接近。`,
    },
  },
};

const noForecast: Readonly<Record<string, Words>> = {
  'switched off': { en: 'the policy switches it off', zh: '策略已关闭' },
  'history too short': { en: 'the history is too short', zh: '历史太短' },
};

/** Beyond this difference between forecast and what came, one should look at the forecasts. */
const FORECAST_LIMIT = 0.15;

/** May one act on the run: gate, files, model and forecasts, in words. */
export function verdictPicture(report: Report, language: Language): Picture {
  const text = dictionary[language];
  const format = formats(language, report.currency);
  const checks = checksOf(report, text, format, language);
  const watched = checks.filter(({ state }) => state === 'watch').map(({ name }) => name);
  const { question, head, description, states } = text;
  return {
    id: 'verdict',
    headline: text.headline(watched.length === 0 ? null : format.list(watched)),
    question,
    description: `${description} ${checks.map(({ name, finding }) => `${name}: ${finding}`).join(' ')}`,
    draw: (width) => drawChecks(checks, states, width),
    table: {
      head,
      rows: [
        ...checks.map(({ name, state, finding }) => [name, states[state], finding]),
        ...report.verdict.gate.findings.map(({ message }) => [text.gate.name, '', message]),
      ],
    },
  };
}

function checksOf({ verdict, quality }: Report, text: VerdictWords, format: Formats, language: Language): Check[] {
  const { gate, drift, forecast, no_forecast, rejected_uploads } = verdict;
  const uploads = quality.totals.uploads ?? 0;
  const isFrozen = drift !== null;
  const error = forecast && forecast.actual_orders > 0 ? forecast.predicted_orders / forecast.actual_orders - 1 : 0;
  const naiveError = forecast && forecast.actual_orders > 0 ? forecast.naive_orders / forecast.actual_orders - 1 : 0;
  const reason = no_forecast === null ? null : (noForecast[no_forecast]?.[language] ?? no_forecast);
  return [
    {
      name: text.gate.name,
      state: gate.verdict === 'passed' ? 'good' : 'watch',
      finding: gate.verdict === 'passed' ? text.gate.passed : text.gate.accepted(gate.findings.length),
    },
    {
      name: text.files.name,
      state: rejected_uploads > 0 ? 'watch' : 'good',
      finding:
        uploads === 0
          ? text.files.none
          : rejected_uploads > 0
            ? text.files.rejected(format.count(rejected_uploads))
            : text.files.all(format.count(uploads)),
    },
    {
      name: text.drift.name,
      state: isFrozen && drift.verdict !== 'stable' ? 'watch' : 'good',
      finding: isFrozen ? text.drift.frozen[drift.verdict] : text.drift.fitted,
    },
    forecast
      ? {
          name: text.forecast.name,
          state: Math.abs(error) > FORECAST_LIMIT ? 'watch' : 'good',
          finding: text.forecast.compared({
            forecast: format.short(forecast.predicted_orders),
            actual: format.short(forecast.actual_orders),
            error: `${error >= 0 ? '+' : '−'}${format.share(Math.abs(error))}`,
            isBetter: Math.abs(error) < Math.abs(naiveError),
          }),
        }
      : { name: text.forecast.name, state: 'unknown', finding: text.forecast.none(reason) },
  ];
}

const LINE = 17;
const GAP = 12;

/** Tiles, two in a row where there is room. */
function drawChecks(checks: readonly Check[], states: Record<Check['state'], string>, width: number) {
  const columns = width < 480 ? 1 : 2;
  const tile = (width - GAP * (columns - 1)) / columns;
  const lines = checks.map(({ finding }) => wrapText(finding, tile - 60, SMALL));
  const tileHeight = 44 + LINE * Math.max(...lines.map(({ length }) => length));
  const height = Math.ceil(checks.length / columns) * (tileHeight + GAP) - GAP;
  const marks = checks.map(({ name, state }, index) => {
    const x = (index % columns) * (tile + GAP);
    const y = Math.floor(index / columns) * (tileHeight + GAP);
    return html`<g>
      <rect x=${x + 0.5} y=${y + 0.5} width=${tile - 1} height=${tileHeight - 1} rx="6" fill="none" stroke="var(--line)" />
      ${symbolOf(state, x + 24, y + 26)}
      ${textAt(x + 48, y + 23, name, { bold: true, size: BASE, width: tile * 0.5 })}
      ${textAt(x + tile - 12, y + 23, states[state], { anchor: 'end', fill: 'var(--quiet)', width: tile * 0.34 })}
      ${(lines[index] ?? []).map((line, row) => textAt(x + 48, y + 43 + row * LINE, line))}
    </g>`;
  });
  return { height, marks };
}

/** Told apart by shape as well as by colour. */
function symbolOf(state: Check['state'], x: number, y: number) {
  if (state === 'good') {
    return html`<g><circle cx=${x} cy=${y} r="11" fill="var(--up)" /><path d=${`M${x - 5} ${y}l3.5 4 6.5 -8`} fill="none" stroke="var(--paper)" stroke-width="2.4" /></g>`;
  }
  if (state === 'watch') {
    return html`<g><path d=${`M${x} ${y - 12}l13 23h-26z`} fill="var(--down)" /><path d=${`M${x} ${y - 4}v7m0 3v2.4`} stroke="var(--paper)" stroke-width="2.4" /></g>`;
  }
  return html`<g><circle cx=${x} cy=${y} r="10" fill="none" stroke="var(--quiet)" stroke-width="2" /><path d=${`M${x - 5} ${y}h10`} stroke="var(--quiet)" stroke-width="2.4" /></g>`;
}
