/** Where the development server may listen: on this machine, at any port. */
const server = 'http://localhost:*';
const serverSocket = 'ws://localhost:*';

/** What a page needs of the development server, by directive: modules, injected styles, files, and news of changes. */
const needs: Record<string, string[]> = {
  'script-src': [server],
  'style-src': [server, "'unsafe-inline'"],
  'img-src': [server],
  'connect-src': [server, serverSocket],
};

/**
 * A Content Security Policy with what the development server needs added; everything else stays forbidden. A directive
 * that allows nothing (`'none'`) allows only the server afterwards.
 */
export function allowDevelopmentServer(policy: string): string {
  return policy
    .split(';')
    .map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [
        name,
        ...sources.filter((source) => !(source === "'none'" && name in needs)),
        ...(needs[name] ?? []),
      ];
    })
    .map((words) => words.join(' '))
    .join('; ');
}

const metaPolicy = /(http-equiv="Content-Security-Policy"\s+content=")([^"]*)(")/;

/** A page whose own policy, where it has one, lets the development server in. */
export function openPageToDevelopmentServer(html: string): string {
  return html.replace(
    metaPolicy,
    (_whole, before: string, policy: string, after: string) =>
      `${before}${allowDevelopmentServer(policy)}${after}`,
  );
}
