/** What the node refuses, with its reason in words. */
export class Refused extends Error {
  constructor(status, message, body = null) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** Reads from the node. All addresses are relative, so that the page works under any path. */
export const read = path => ask(path, { method: 'GET' });

/** Changes something; the header is what no other page can send. */
export const change = (path, body, method = 'POST') => ask(path, {
  method,
  headers: { 'X-EdgeWatch': '1', 'Content-Type': 'application/json' },
  body: body === undefined ? undefined : JSON.stringify(body),
});

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, { ...options, cache: 'no-cache' });
  } catch {
    throw new Refused(0, '');
  }
  const body = (answer.headers.get('Content-Type') ?? '').startsWith('application/json') ? await answer.json() : null;
  if (!answer.ok) {
    throw new Refused(answer.status, body?.error ?? `HTTP ${answer.status}`, body);
  }
  return body;
}
