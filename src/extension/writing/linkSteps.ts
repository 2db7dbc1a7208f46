import { readlink, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** As many links as Linux follows. */
const mostLinks = 40;

/**
 * The paths by which a file is reached: its own, then where each link on the way leads, one after the other. The last one
 * is where it really is, in the spelling that the disk has. What is not there yet has no links in it.
 *
 * @param path absolute
 * @returns undefined where the links lead in a circle, or cannot be read
 */
export async function linkSteps(path: string): Promise<readonly string[] | undefined> {
  const steps = [resolve(path)];
  for (let last = resolve(path); steps.length <= mostLinks + 1; ) {
    const next = await withFirstLinkFollowed(last);
    if (next === 'unclear') return undefined;
    if (next === undefined) {
      const real = await asOnDisk(last);
      return real === last ? steps : [...steps, real];
    }
    steps.push(next);
    last = next;
  }
  return undefined;
}

async function withFirstLinkFollowed(path: string): Promise<string | 'unclear' | undefined> {
  const root = resolve(path, sep);
  let place = root;
  for (const part of relative(root, path).split(sep)) {
    place = join(place, part);
    const target = await targetOf(place);
    if (target === 'missing') return undefined;
    if (target === 'unclear') return 'unclear';
    if (target !== undefined) return join(resolve(dirname(place), target.link), relative(place, path));
  }
  return undefined;
}

/** Undefined for what is no link. */
async function targetOf(
  place: string,
): Promise<{ readonly link: string } | 'missing' | 'unclear' | undefined> {
  try {
    return { link: await readlink(place) };
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case 'EINVAL':
      // Windows says so of drives and of what it keeps in the cloud.
      case 'UNKNOWN':
      case 'EISDIR':
        return undefined;
      case 'ENOENT':
      case 'ENOTDIR':
        return 'missing';
      default:
        return 'unclear';
    }
  }
}

/** A path without links, with short names and other spellings replaced by those that its folders have. */
async function asOnDisk(path: string): Promise<string> {
  for (let nearest = path; ; nearest = dirname(nearest)) {
    try {
      return join(await realpath(nearest), relative(nearest, path));
    } catch {
      if (dirname(nearest) === nearest) return path;
    }
  }
}
