import { API } from './client.ts';
import { ApiError, errorOf } from './errors.ts';
import { dropSession } from './session.ts';

/**
 * Sends a file as the raw body of a request. `fetch` cannot tell how far an upload is, hence the older way.
 * @param onProgress share sent so far, 0 to 1
 */
export function upload(
  path: string,
  file: File,
  { onProgress, signal }: { onProgress: (share: number) => void; signal: AbortSignal },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', API + path);
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return resolve();
      if (request.status === 401) dropSession();
      reject(errorOf(request.status, parsed(request.responseText), request.getResponseHeader('x-request-id') ?? undefined));
    };
    request.onerror = () => reject(new ApiError(0, []));
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a proxy answered in its own words
  }
}
