import { Server } from 'node:net'

// Loaded ahead of a program that can only listen on all interfaces.

const listen = Reflect.get(Server.prototype, 'listen') as (...args: unknown[]) => Server

function listenOnLoopback(this: Server, first: unknown, ...rest: unknown[]): Server {
  const callback = rest.findLast((argument) => typeof argument === 'function')
  const options = typeof first === 'object' ? first : { port: Number(first) }
  const args: unknown[] = [{ ...options, host: '127.0.0.1' }]
  if (callback !== undefined) args.push(callback)
  return Reflect.apply(listen, this, args)
}

Reflect.set(Server.prototype, 'listen', listenOnLoopback)
