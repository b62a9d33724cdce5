import { spawn } from 'node:child_process';

/**
 * Opens a file or address with the program that the system has for it. Resolves with whether the system's opener was
 * there and took it; which program comes up, and when, nobody says.
 */
export function openWithSystem(target: string): Promise<boolean> {
  const [command, argumentsBefore] = openerOf(process.platform);
  return new Promise((resolve) => {
    const child = spawn(command, [...argumentsBefore, target], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    // explorer.exe ends with 1 whatever it did.
    child.once('exit', (code) => resolve(code === 0 || process.platform === 'win32'));
  });
}

function openerOf(platform: NodeJS.Platform): readonly [command: string, argumentsBefore: readonly string[]] {
  // explorer.exe and not `start`: that one is a word of cmd.exe, which would read & and % in the target.
  if (platform === 'win32') return ['explorer.exe', []];
  return platform === 'darwin' ? ['open', []] : ['xdg-open', []];
}
