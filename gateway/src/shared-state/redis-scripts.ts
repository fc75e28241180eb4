/** Everything that several gateways share stands under names that begin so; `docs/operations.md` lists them. */
const PREFIX = 'backstay:'
export const SHARE_PREFIX = `${PREFIX}share:`
/** Hash: organisation → what is stored of its configuration, sealed under the master key. */
export const COPIES_KEY = `${PREFIX}configurations`
export const KEPT_KEY = `${PREFIX}kept`
/** Channels are those of the whole server: each of its databases has one of its own. */
export const noticeChannel = (database: number): string =>
  database === 0 ? `${PREFIX}notices` : `${PREFIX}notices:${database}`

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`

/**
 * One claim of one process, as \`SharedCenter\` grants it. A share stands as "at stale keep share used leaving". Answers
 * the share, then what the others have: "age share used leaving".
 */
export const GRANT_SCRIPT = `${NOW}
local key, me, before = KEYS[1], ARGV[1], ARGV[9]
local limit, used, need, want = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local function held(share, use, leaving)
  return string.format('%.0f %s %s %.17g %.17g %s', now, ARGV[6], ARGV[7], share, use, leaving)
end
if before ~= '' and redis.call('HEXISTS', key, 'before') == 0 then
  redis.call('HSET', key, 'before', held(tonumber(before), tonumber(before), ''))
end
local all = redis.call('HGETALL', key)
local shares, others, answer = 0, 0, { '' }
for i = 1, #all, 2 do
  if all[i] ~= me then
    local at, stale, keep, share, use, leaving =
      string.match(all[i + 1], '^(%S+) (%S+) (%S+) (%S+) (%S+) (%S*)$')
    local age = now - tonumber(at)
    if age >= tonumber(keep) then
      redis.call('HDEL', key, all[i])
    else
      if age >= tonumber(stale) then share = use end
      shares = shares + tonumber(share)
      if all[i] ~= 'before' then others = others + 1 end
      answer[#answer + 1] = string.format('%.0f %s %s %s', age, share, use, leaving)
    end
  end
end
local free, required = limit - shares, used + need
local share
if required > free then
  share = need > 0 and used or math.max(used, free)
else
  share = math.min(required + (free - required) / (others + 1), math.max(want, required))
end
redis.call('HSET', key, me, held(share, used, ARGV[8]))
redis.call('PEXPIRE', key, ARGV[7])
answer[1] = string.format('%.17g', share)
return answer
`

/** Tells a notice and keeps it as "at until notice"; or, without a time, ends what was kept under these ids. */
export const TELL_SCRIPT = `${NOW}
local key, channel, told, lasts, notice = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if lasts ~= '' then
  redis.call('HSET', key, ARGV[5], string.format('%.0f %.0f %s', now, now + tonumber(lasts), notice))
else
  for i = 5, #ARGV do redis.call('HDEL', key, ARGV[i]) end
end
redis.call('PUBLISH', channel, told)
`

/** Everything that is kept, as "age id notice"; what is over is taken away. */
export const RECALL_SCRIPT = `${NOW}
local answer, all = {}, redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local at, till, notice = string.match(all[i + 1], '^(%S+) (%S+) (.*)$')
  if tonumber(till) <= now then
    redis.call('HDEL', KEYS[1], all[i])
  else
    answer[#answer + 1] = string.format('%.0f %s %s', now - tonumber(at), all[i], notice)
  end
end
return answer
`
