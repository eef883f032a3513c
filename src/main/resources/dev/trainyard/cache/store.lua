-- Stores an answer within the bounds of the cache, in one step: KEYS are the answer, the order of all by the time at which
-- they end, and their sizes with the total; ARGV are the answer, how long it is kept in ms, the bound of all in bytes, and
-- what an entry takes beside its bytes. Returns 1 when it is stored, and 0 when Redis has no room for it.
local entry, order, sizes = KEYS[1], KEYS[2], KEYS[3]
local keep, bound = tonumber(ARGV[2]), tonumber(ARGV[3])
local size = #ARGV[1] + tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local total = tonumber(redis.call('HGET', sizes, 'total') or '0')
local freed = 0

local function drop(key)
  local taken = tonumber(redis.call('HGET', sizes, key) or '0')
  redis.call('UNLINK', key)
  redis.call('ZREM', order, key)
  redis.call('HDEL', sizes, key)
  total = total - taken
  freed = freed + taken
end

for _, key in ipairs(redis.call('ZRANGEBYSCORE', order, '-inf', now, 'LIMIT', 0, 100)) do
  drop(key)
end
drop(entry)

-- The last quarter of the memory is left to the queue, which shares it: the cache gives way as the queue grows
local info = redis.call('INFO', 'memory')
local memory = tonumber(string.match(info, 'maxmemory:(%d+)'))
local used = tonumber(string.match(info, 'used_memory:(%d+)'))
local function full()
  return total + size > bound or (memory > 0 and used - freed + size > memory * 0.75)
end
-- A bounded number of steps, since Redis does nothing else meanwhile
for step = 1, 100 do
  local oldest = redis.call('ZRANGE', order, 0, 0)[1]
  if not oldest then
    total = 0
  end
  if not full() or not oldest then
    break
  end
  drop(oldest)
end
local room = not full()
if room then
  redis.call('SET', entry, ARGV[1], 'PX', keep)
  redis.call('ZADD', order, now + keep, entry)
  redis.call('HSET', sizes, entry, size)
  total = total + size
end
redis.call('HSET', sizes, 'total', total)
redis.call('PEXPIRE', order, keep)
redis.call('PEXPIRE', sizes, keep)
return room and 1 or 0
