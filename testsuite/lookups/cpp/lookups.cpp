// The lookups as C++20 coroutines, flat and nested, to compare with. They get
// what helps them: frames are recycled, a finished coroutine's place is taken
// at once, and a nested one is resumed at its innermost suspension, without
// those around it.

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace {

// As the crate `lookups` has them.

template <typename T> struct Slice {
  const T *first;
  size_t len;
};

struct Entry {
  uint64_t key;
  uint64_t value;
  const Entry *next;
  uint64_t padding;
};

struct Tree {
  uint64_t key;
  uint64_t value;
  const Tree *children[2];

  const Tree *child(uint64_t wanted) const { return children[key < wanted]; }
};

struct alignas(64) Link {
  const Link *next;
  uint64_t value;
};

struct Data {
  Slice<uint64_t> sorted;
  Slice<const Entry *> buckets;
  const Tree *root;
  Slice<Link> links;
  size_t hops;
  const void *bplus;
  const void *skip;

  const Entry *const *bucket(uint64_t key) const {
    return buckets.first +
           ((key * 0x9E3779B97F4A7C15) >> 32 & (buckets.len - 1));
  }

  const Link *link(uint64_t key) const {
    return links.first + (key & (links.len - 1));
  }
};

constexpr size_t MaxGroup = 64;

// Memory of destroyed coroutines, which others of about the same size take.
// Lookups run in one thread.
class Pooled {
  struct Free {
    Free *next;
  };
  static constexpr size_t Step = 32;
  static constexpr size_t Classes = 16;
  static Free *pools[Classes];

public:
  static void *operator new(size_t bytes) {
    const size_t number = (bytes + Step - 1) / Step;
    if (number >= Classes)
      return malloc(bytes);
    if (Free *free = pools[number]) {
      pools[number] = free->next;
      return free;
    }
    return malloc(number * Step);
  }

  static void operator delete(void *memory, size_t bytes) {
    const size_t number = (bytes + Step - 1) / Step;
    if (number >= Classes)
      return free(memory);
    pools[number] = ::new (memory) Free{pools[number]};
  }
};

Pooled::Free *Pooled::pools[Classes];

// Where the lookup that was resumed last is suspended: the innermost of its
// coroutines.
std::coroutine_handle<> innermost;

// Asks for a line and suspends.
struct Prefetch {
  const void *address;

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> here) const noexcept {
    __builtin_prefetch(address);
    innermost = here;
  }
  void await_resume() const noexcept {}
};

// The same for lookups that consist of one coroutine: nobody has to know which.
struct FlatPrefetch {
  const void *address;

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) const noexcept {
    __builtin_prefetch(address);
  }
  void await_resume() const noexcept {}
};

// A whole lookup. It runs to its first suspension at once.
struct Lookup {
  struct promise_type : Pooled {
    uint64_t value;

    Lookup get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(uint64_t found) { value = found; }
    void unhandled_exception() noexcept { std::abort(); }
  };

  std::coroutine_handle<promise_type> handle;
};

// A part of a lookup, which begins when it is awaited, and hands over to its
// awaiter when it ends.
template <typename T> struct Part {
  struct promise_type : Pooled {
    T value;
    std::coroutine_handle<> awaiter;

    struct HandOver {
      bool await_ready() const noexcept { return false; }
      std::coroutine_handle<>
      await_suspend(std::coroutine_handle<promise_type> here) const noexcept {
        return here.promise().awaiter;
      }
      void await_resume() const noexcept {}
    };

    Part get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    HandOver final_suspend() noexcept { return {}; }
    void return_value(T found) { value = found; }
    void unhandled_exception() noexcept { std::abort(); }
  };

  std::coroutine_handle<promise_type> handle;

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<>
  await_suspend(std::coroutine_handle<> awaiter) const noexcept {
    handle.promise().awaiter = awaiter;
    return handle;
  }
  T await_resume() const noexcept {
    const T value = handle.promise().value;
    handle.destroy();
    return value;
  }
};

// Runs the lookups that `make` makes, `group` at once.
template <bool IsNested, typename Make>
void interleave(Slice<uint64_t> keys, uint64_t *out, size_t group, Make make) {
  struct Running {
    std::coroutine_handle<Lookup::promise_type> lookup;
    std::coroutine_handle<> innermost;
    uint64_t *out;
  };
  Running running[MaxGroup];
  size_t next = 0;
  size_t live = 0;

  // Starts lookups here until one is suspended. Whether there was one.
  const auto start = [&](Running &here) {
    while (next < keys.len) {
      here.lookup = make(keys.first[next]).handle;
      here.out = out + next;
      ++next;
      if (!here.lookup.done()) {
        if (IsNested)
          here.innermost = innermost;
        return true;
      }
      *here.out = here.lookup.promise().value;
      here.lookup.destroy();
    }
    return false;
  };

  while (live < group && start(running[live]))
    ++live;
  while (live > 0) {
    for (size_t at = 0; at < live;) {
      Running &here = running[at];
      if (IsNested) {
        here.innermost.resume();
        here.innermost = innermost;
      } else {
        here.lookup.resume();
      }
      if (!here.lookup.done()) {
        ++at;
        continue;
      }
      *here.out = here.lookup.promise().value;
      here.lookup.destroy();
      if (start(here))
        ++at;
      else
        here = running[--live];
    }
  }
}

// bs

struct Range {
  const uint64_t *base;
  size_t len;

  const uint64_t *middle() const { return base + len / 2; }
  Range half(uint64_t key) const {
    return {*middle() <= key ? middle() : base, len - len / 2};
  }
};

Lookup search(Slice<uint64_t> sorted, uint64_t key) {
  Range range{sorted.first, sorted.len};
  while (range.len > 1) {
    co_await FlatPrefetch{range.middle()};
    range = range.half(key);
  }
  co_return range.base - sorted.first;
}

Part<Range> half(Range range, uint64_t key) {
  co_await Prefetch{range.middle()};
  co_return range.half(key);
}

Lookup search_by_halves(Slice<uint64_t> sorted, uint64_t key) {
  Range range{sorted.first, sorted.len};
  while (range.len > 1)
    range = co_await half(range, key);
  co_return range.base - sorted.first;
}

// ht

Lookup find(const Entry *const *bucket, uint64_t key) {
  co_await FlatPrefetch{bucket};
  for (const Entry *entry = *bucket; entry; entry = entry->next) {
    co_await FlatPrefetch{entry};
    if (entry->key == key)
      co_return entry->value;
  }
  co_return 0;
}

template <typename T> Part<T> load(const T *from) {
  co_await Prefetch{from};
  co_return *from;
}

template <typename T> Part<const T *> visit(const T *node) {
  co_await Prefetch{node};
  co_return node;
}

Part<const Entry *> find_in_chain(const Entry *entry, uint64_t key) {
  while (entry) {
    const Entry *found = co_await visit(entry);
    if (found->key == key)
      co_return found;
    entry = found->next;
  }
  co_return nullptr;
}

Lookup find_by_parts(const Entry *const *bucket, uint64_t key) {
  const Entry *first = co_await load(bucket);
  const Entry *found = co_await find_in_chain(first, key);
  co_return found ? found->value : 0;
}

// ls

Lookup sum(const Link *next, size_t hops) {
  uint64_t sum = 0;
  while (hops > 0 && next) {
    co_await FlatPrefetch{next};
    sum += next->value;
    next = next->next;
    --hops;
  }
  co_return sum;
}

Lookup sum_by_visits(const Link *next, size_t hops) {
  uint64_t sum = 0;
  while (hops > 0 && next) {
    const Link *link = co_await visit(next);
    sum += link->value;
    next = link->next;
    --hops;
  }
  co_return sum;
}

// bst

Lookup find(const Tree *tree, uint64_t key) {
  while (tree) {
    co_await FlatPrefetch{tree};
    if (tree->key == key)
      co_return tree->value;
    tree = tree->child(key);
  }
  co_return 0;
}

Lookup find_by_visits(const Tree *tree, uint64_t key) {
  while (tree) {
    const Tree *node = co_await visit(tree);
    if (node->key == key)
      co_return node->value;
    tree = node->child(key);
  }
  co_return 0;
}

} // namespace

#define LOOKUP(NAME, IS_NESTED, MADE)                                          \
  extern "C" [[gnu::visibility("default")]] void NAME(                         \
      const Data &data, Slice<uint64_t> keys, uint64_t *out, size_t group) {   \
    interleave<IS_NESTED>(keys, out, group,                                    \
                          [&](uint64_t key) { return MADE; });                 \
  }

LOOKUP(bs_flat, false, search(data.sorted, key))
LOOKUP(bs_nested, true, search_by_halves(data.sorted, key))
LOOKUP(ht_flat, false, find(data.bucket(key), key))
LOOKUP(ht_nested, true, find_by_parts(data.bucket(key), key))
LOOKUP(ls_flat, false, sum(data.link(key), data.hops))
LOOKUP(ls_nested, true, sum_by_visits(data.link(key), data.hops))
LOOKUP(bst_flat, false, find(data.root, key))
LOOKUP(bst_nested, true, find_by_visits(data.root, key))
