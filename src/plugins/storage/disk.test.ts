import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder, readStored, removeStored, writeStored } from './disk.ts';

const root = mkdtempSync(join(tmpdir(), 'tocsin-disk-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const never = new AbortController().signal;
const aFolder = () => join(root, randomUUID());

async function* bytes(...chunks: string[]) {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function textOf(body: AsyncIterable<Uint8Array>) {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const put = (folder: string, body: AsyncIterable<Uint8Array>, signal = never) =>
  writeStored(folder, { name: '../../etc/passwd', contentType: 'text/plain', body }, signal);

test('a file is stored whole under a name of our own, read and removed', async () => {
  const folder = aFolder();
  const stored = await put(folder, bytes('disk ', 'full'));
  expect(stored).toMatchObject({ size: 9, sha256: createHash('sha256').update('disk full').digest('hex') });
  expect(readdirSync(folder)).toEqual([stored.path]);
  expect(await textOf(await readStored(folder, stored.path, never))).toBe('disk full');
  await removeStored(folder, stored.path);
  await removeStored(folder, stored.path);
  expect(readdirSync(folder)).toEqual([]);
});

test('an upload that breaks off leaves nothing behind', async () => {
  const folder = aFolder();
  const broken = async function* () {
    yield Buffer.from('half');
    throw new Error('connection lost');
  };
  await expect(put(folder, broken())).rejects.toThrow('connection lost');
  expect(readdirSync(folder)).toEqual([]);
});

test('what a killed process left behind a day ago goes with the next upload, what is being written stays', async () => {
  const folder = aFolder();
  await makeFolder(folder);
  const [old, young] = [join(folder, `${randomUUID()}.part`), join(folder, `${randomUUID()}.part`)];
  for (const path of [old, young]) writeFileSync(path, 'half');
  utimesSync(old, 0, 0);
  await put(folder, bytes('whole'));
  expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
});

test('an upload that takes too long leaves nothing behind', async () => {
  const folder = aFolder();
  const late = AbortSignal.abort(new Error('too late'));
  await expect(put(folder, bytes('a', 'b'), late)).rejects.toThrow('too late');
  expect(readdirSync(folder)).toEqual([]);
});

test.each(['../secret', '/etc/passwd', '', '.', 'a/b'])('only what was stored can be read, not %j', async (path) => {
  const folder = aFolder();
  await makeFolder(folder);
  await expect(readStored(folder, path, never)).rejects.toThrow('This is no stored file.');
});

test('a file that is gone from the disk is an error with its remedy', async () => {
  await expect(readStored(aFolder(), '00000000-0000-0000-0000-000000000000', never)).rejects.toThrow(/Restore the data folder/);
});

/** The system itself forbids files of more than 50 kB in this process: a write fails in the middle, as on a full disk. */
test('a file that the system does not let grow leaves nothing behind and says why', () => {
  const folder = aFolder();
  const script = join(root, 'write.ts');
  writeFileSync(
    script,
    `import { writeStored } from ${JSON.stringify(join(import.meta.dirname, 'disk.ts'))};
    async function* body() { for (let i = 0; i < 100; i += 1) yield Buffer.alloc(10_000); }
    await writeStored(${JSON.stringify(folder)}, { name: 'big', contentType: 'a/b', body: body() }, new AbortController().signal)
      .then(() => console.log('stored'), (error) => console.log(error.name, error.message));`,
  );
  const { stdout } = spawnSync('sh', ['-c', `ulimit -f 100; exec "${process.execPath}" "${script}"`], { encoding: 'utf8' });
  expect(stdout).toMatch(/^PluginError The file is larger than the system lets one file be/);
  expect(readdirSync(folder)).toEqual([]);
});

const small = join(root, 'small');

/** Only root may mount; elsewhere the test above stands for it. */
function mountsSmallDisk(): boolean {
  try {
    execFileSync('mkdir', ['-p', small]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small], { stdio: 'ignore' });
    afterAll(() => {
      execFileSync('umount', [small]);
    });
    return true;
  } catch {
    return false;
  }
}

test.runIf(mountsSmallDisk())('a full disk leaves nothing behind, and a smaller file still fits', async () => {
  const body = async function* () {
    for (let index = 0; index < 300; index += 1) yield Buffer.alloc(10_000, index);
  };
  await expect(put(small, body())).rejects.toThrow(/^The disk is full: the file was not stored./);
  expect(readdirSync(small)).toEqual([]);
  expect((await put(small, bytes('fits'))).size).toBe(4);
});
