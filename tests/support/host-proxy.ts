import { createServer, request as sendRequest, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/**
 * A proxy on loopback that routes every host to one local port. Firefox cannot map a host name to a port, and with the
 * proxy no request leaves the machine.
 */
export class HostProxy {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  /** The requested hosts. */
  readonly hosts = new Set<string>();

  constructor(targetPort: number) {
    this.server = createServer((request, response) => {
      const { pathname, search } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const { method, headers } = request;
      const passedOn = sendRequest(
        { host: '127.0.0.1', port: targetPort, path: `${pathname}${search}`, method, headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        },
      );
      passedOn.on('error', () => response.destroy());
      request.pipe(passedOn);
    });
    this.server.on('connect', (request, client: Socket, head: Buffer) => {
      this.hosts.add((request.url ?? '').replace(/:\d+$/, ''));
      const target = connect(targetPort, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        target.write(head);
        target.pipe(client).pipe(target);
      });
      for (const [socket, other] of [
        [client, target],
        [target, client],
      ] as const) {
        this.sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          this.sockets.delete(socket);
          other.destroy();
        });
      }
    });
  }

  /** Resolves with the proxy's port. */
  start(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  stop(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}
