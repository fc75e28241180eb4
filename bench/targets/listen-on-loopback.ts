import { Server } from 'node:net'

// Loaded ahead of a program that can only listen on all interfaces.

const listen: (...args: unknown[]) => Server = Server.prototype.listen

Server.prototype.listen = function (this: Server, first: unknown, ...rest: unknown[]): Server {
  const callback = rest.findLast((argument) => typeof argument === 'function')
  const options = typeof first === 'object' ? first : { port: Number(first) }
  const args: unknown[] = [{ ...options, host: '127.0.0.1' }]
  if (callback !== undefined) args.push(callback)
  return Reflect.apply(listen, this, args)
}
