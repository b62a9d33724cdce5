import path from 'node:path';
import { Command } from 'commander';
import type { DoctorReport } from '#contract';
import { withEngine, type CommandContext } from '../context.ts';
import { megabytes } from '../megabytes.ts';
import { EXIT } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';

export function doctorCommand(context: CommandContext): Command {
  return new Command('doctor')
    .description('check versions, model, processes, paths, lock and the integrity of the index')
    .option('--json', 'print the report as JSON')
    .action(async ({ json }: { json?: true }) => {
      // Said first, because an engine that cannot start is what one asks the doctor about most.
      if (json !== true)
        context.terminal.printLine(`data      ${context.dataFolder}\nlogs      ${path.join(context.dataFolder, 'logs')}`);
      await withEngine(context, async (client) => {
        const report = await client.call('engine.doctor', {});
        if (json === true) context.terminal.printJson(report);
        else printReport(context.terminal, report);
        if (report.faults.length > 0) context.setExitCode(EXIT.faultsFound);
      });
    });
}

function printReport(terminal: Terminal, report: DoctorReport): void {
  const { model, reranker, processor, index } = report;
  const speeds = Object.entries(model.tokensPerSecond).map(([weights, speed]) => `${weights} ${Math.round(speed)} tokens/s`);
  const lines: [label: string, text: string][] = [
    ['lock', report.lockPath],
    ['socket', report.socketPath],
    ['versions', join(Object.entries(report.versions).map(([name, version]) => `${name} ${version}`))],
    ['model', `${model.key}, ${model.dimensions} dimensions, up to ${model.maxTokens} tokens`],
    ['', `${model.weights} weights, ${model.processes} processes, batches of ${model.batchTokens} tokens`],
    ['', speeds.length === 0 ? 'not measured on this machine yet' : `measured: ${join(speeds)}`],
    ['reranker', reranker === null ? 'none installed' : describeReranker(reranker)],
    ['processor', join([processor.name, `${processor.cores} cores`, ...processor.features])],
    ['index', `${index.chunks} chunks, ${index.vectors} vectors, ${megabytes(index.sizeBytes)}`],
    ...report.processes.map(({ role, pid, memoryBytes, restarts }): [string, string] => [
      'process',
      join([role, `pid ${pid}`, memoryBytes === null ? 'memory unknown' : megabytes(memoryBytes), `${restarts} restarts`]),
    ]),
  ];
  for (const [label, text] of lines) terminal.printLine(`${label.padEnd(10)}${text}`);
  if (report.faults.length === 0) terminal.printLine('No faults were found.');
  for (const fault of report.faults) terminal.printLine(`${terminal.bold('fault')}     ${fault}`);
}

function describeReranker({ key, languages, licence, maxTokens, isOn }: NonNullable<DoctorReport['reranker']>): string {
  const spoken = languages === 'multilingual' ? languages : `languages ${languages.join(' ')}`;
  return join([
    key,
    spoken,
    licence,
    `up to ${maxTokens} tokens`,
    isOn ? 'on' : 'off ("akin settings search.reranker auto" switches it on)',
  ]);
}

function join(parts: readonly string[]): string {
  return parts.join(', ');
}
