// What the manager's scripts send and ask; every change carries the token.

let token = "";

export class Refusal extends Error {}

/** @param {string} path  @param {RequestInit} [how]  @returns {Promise<any>} */
async function request(path, how = {}) {
  let response;
  try {
    response = await fetch(path, { ...how, cache: "no-store" });
  } catch {
    throw new Refusal("There is no connection to the server. Nothing was saved; try again.");
  }
  const said = await response.json().catch(() => null);
  if (response.ok && said !== null) return said;
  if (response.status === 401) throw new Refusal("Your session has ended. Load the page again to log in.");
  throw new Refusal(said?.error ?? `The server answered ${response.status}.`);
}

/** @param {string} root  @param {string} path  @param {Record<string, string>} query */
export function ask(root, path, query) {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
  return request(`${root}room/api/manage/${path}?${asked}`);
}

/** @param {string} root  @param {string} path  @param {object} body */
export async function change(root, path, body) {
  token ||= (await request(`${root}room/api/me`)).token;
  const headers = { "Content-Type": "application/json", "X-Hustings-Token": token };
  return request(`${root}room/api/manage/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}
