import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { systemCode } from '../startup-error.ts';
import { CannotDecrypt, textOf } from './decrypted.ts';

const LIMIT_MS = 10_000;

/** Decrypts with a program: the reference's own package for it was never published, but whoever has it also has its command. */
export function createMetatron(command: string, limitMs = LIMIT_MS): (ciphertext: Buffer) => Promise<string> {
  // A program ends what it prints with a new line, which was not encrypted.
  return async (ciphertext) => textOf(await run(command, ciphertext, limitMs)).replace(/\r?\n$/, '');
}

async function run(command: string, input: Buffer, limitMs: number): Promise<Buffer> {
  const [program = '', ...parameters] = command.split(/\s+/).filter(Boolean);
  // What it says about a failure may quote the secret: that is for whoever runs it by hand.
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'ignore'], timeout: limitMs, killSignal: 'SIGKILL' });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  // A program that ends without reading is judged by its exit code.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code, printed] = await Promise.all([ended, buffer(child.stdout)]).catch((error) => {
    const why = systemCode(error) === 'ENOENT' ? 'there is no program' : 'this account cannot run';
    throw new CannotDecrypt(`${why} \`${program}\`; install it, correct TOCSIN_METATRON_COMMAND`);
  });
  if (code === null) throw new CannotDecrypt(`\`${command}\` did not end within ${limitMs / 1000} seconds; run it by hand to see why`);
  if (code !== 0) throw new CannotDecrypt(`\`${command}\` ended with code ${code}; run it by hand to see why`);
  return printed;
}
