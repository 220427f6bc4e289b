package storetest

import (
	"context"
	"iter"
	"slices"
	"testing"

	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/memstore"
)

// A careless manager spoils the methods of store.Manager.
type careless struct {
	*memstore.Store
	stat    func(*store.Info)
	entry   func(*store.Info) (keep bool)
	remove  func(function string, drop func(store.Info) bool) (string, func(store.Info) bool)
	count   int
	timeout bool
}

func (c careless) context(ctx context.Context) context.Context {
	if c.timeout {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

func (c careless) Stat(ctx context.Context, k store.Key) (store.Info, error) {
	i, err := c.Store.Stat(c.context(ctx), k)
	if c.stat != nil {
		c.stat(&i)
	}
	return i, err
}

func (c careless) Entries(ctx context.Context, function string) iter.Seq2[store.Info, error] {
	return func(yield func(store.Info, error) bool) {
		for i, err := range c.Store.Entries(c.context(ctx), function) {
			if (c.entry == nil || c.entry(&i)) && !yield(i, err) {
				return
			}
		}
	}
}

func (c careless) Remove(ctx context.Context, function string, drop func(store.Info) bool) (int, error) {
	if c.remove != nil {
		function, drop = c.remove(function, drop)
	}
	n, err := c.Store.Remove(c.context(ctx), function, drop)
	return n + c.count, err
}

func TestSuiteFindsEachFaultOfAManager(t *testing.T) {
	all := func(store.Info) bool { return true }
	for name, test := range map[string]struct {
		fault  careless
		caught string
	}{
		"Stat forgets the key":      {careless{stat: func(i *store.Info) { i.Key.Call[3]++ }}, "Stat"},
		"Stat forgets the time":     {careless{stat: func(i *store.Info) { i.Created = i.Created.Add(1) }}, "Stat"},
		"Stat forgets the cost":     {careless{stat: func(i *store.Info) { i.Cost = 0 }}, "Stat"},
		"Stat forgets the parts":    {careless{stat: func(i *store.Info) { i.Parts = nil }}, "Stat"},
		"Stat cuts long parts":      {careless{stat: func(i *store.Info) { i.Parts = i.Parts[:min(len(i.Parts), 4096)] }}, "Parts"},
		"Entries cuts long parts":   {careless{entry: func(i *store.Info) bool { i.Parts = i.Parts[:min(len(i.Parts), 4096)]; return true }}, "Parts"},
		"Entries forgets the parts": {careless{entry: func(i *store.Info) bool { i.Parts = nil; return true }}, "Entries"},
		"Stat sees damage":          {careless{stat: func(i *store.Info) { i.Damage = new(store.CorruptError) }}, "Stat"},
		"Entries leaves one out":    {careless{entry: func(i *store.Info) bool { return i.Key.Call[7] != 3 }}, "Entries"},
		"Entries confuses keys":     {careless{entry: func(i *store.Info) bool { i.Key.Identity[1] = 0; return true }}, "Entries"},
		"Remove takes all": {careless{remove: func(f string, drop func(store.Info) bool) (string, func(store.Info) bool) {
			return f, func(i store.Info) bool { drop(i); return true }
		}}, "Remove"},
		"Remove takes another's":        {careless{remove: func(_ string, drop func(store.Info) bool) (string, func(store.Info) bool) { return otherFunction, drop }}, "Remove"},
		"Remove miscounts":              {careless{count: 1}, "Remove"},
		"Remove does nothing":           {careless{remove: func(f string, _ func(store.Info) bool) (string, func(store.Info) bool) { return "", all }}, "Remove"},
		"a Manager forgets the context": {careless{timeout: true}, "ManagerCancelledContext"},
	} {
		t.Run(name, func(t *testing.T) {
			i := slices.IndexFunc(checks, func(c check) bool { return c.name == test.caught })
			test.fault.Store = memstore.New()
			if err := checks[i].run(t.Context(), test.fault); err == nil {
				t.Errorf("%s passes", test.caught)
			}
		})
	}
}
