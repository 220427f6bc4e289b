package checkpoint

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// Clear removes all results of the function from its store, whatever its code
// was when they were computed, and gives their number: also those that other
// programs keep in the store for a function of that id, and those of all
// instances of a generic function. A call in progress stores its result
// afterwards.
//
// The store must be a [store.Manager], as those of this module are; for another,
// the error is [errors.ErrUnsupported]. With CHECKPOINT=off, Clear does nothing.
func (f *Function[F]) Clear() (removed int, err error) { return f.core.clear() }

func (f *function) clear() (removed int, err error) {
	if f.off {
		return 0, nil
	}
	if f.unregistered {
		return 0, f.problemError(&problemUnregistered)
	}
	all := func(store.Info) bool { return true }
	if _, err := f.remove(f.id+quarantined, all); err != nil {
		return 0, err
	}
	return f.remove(f.id, all)
}

// remove removes those results of the function with that id that drop chooses.
func (f *function) remove(id string, drop func(store.Info) bool) (removed int, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("checkpoint: %s: %w", f.id, err)
		}
	}()
	defer recovered(&err)
	m, err := f.manager()
	if err != nil {
		return 0, err
	}
	return m.Remove(context.Background(), id, drop)
}

func (f *function) manager() (store.Manager, error) {
	s := f.store()
	if m, ok := s.(store.Manager); ok {
		return m, nil
	}
	return nil, fmt.Errorf("the store %T cannot list its entries: make it a store.Manager: %w", s, errors.ErrUnsupported)
}

// Cleaned counts what was removed, and why.
type Cleaned struct {
	Outdated int // of another identity than the function has now
	Expired  int // by TTL or Expiry
	Damaged  int // of the identity that the function has now, but unusable
}

func (c *Cleaned) add(d Cleaned) {
	c.Outdated += d.Outdated
	c.Expired += d.Expired
	c.Damaged += d.Damaged
}

// Cleanup removes the results of the function that its calls can't find: those of
// another identity than the function has now, those that have expired, and those
// that are visibly damaged. An error says that the identity is unknown, that the
// store failed, or that it is no [store.Manager] ([errors.ErrUnsupported]); what
// was removed until then is counted.
//
// Another identity need not be an old one. Programs and processes that share the
// store may have identities of their own for the function, and lose their results:
// its tests, another platform or GODEBUG, a build with the manifest of the exec
// command beside one with a committed manifest, another branch, and each build
// where no manifest serves. Clean up where one program uses the store, or where
// computing again is cheap. What any handle in this process can find stays.
//
// With CHECKPOINT=off, Cleanup does nothing.
func (f *Function[F]) Cleanup() (Cleaned, error) { return f.core.cleanup() }

// CleanupAll calls [Function.Cleanup] for all functions of the process, and joins
// the errors. Functions that the program doesn't have, any more or at all, keep
// their results.
func CleanupAll() (Cleaned, error) { return process.cleanupAll() }

func (env *environment) cleanupAll() (all Cleaned, err error) {
	for _, f := range env.handles.all() {
		cleaned, problem := f.cleanup()
		all.add(cleaned)
		err = errors.Join(err, problem)
	}
	return all, err
}

func (f *function) cleanup() (cleaned Cleaned, err error) {
	if f.off {
		return cleaned, nil
	}
	if f.unregistered {
		return cleaned, f.problemError(&problemUnregistered)
	}
	// Handles of one function, with other options or for other instances of a
	// generic one, share its id. Their identities stay, whatever their store
	// is: two stores may be one folder.
	handles := make(map[[32]byte][]*function)
	for _, g := range f.env.handles.all() {
		if g.id != f.id {
			continue
		}
		r := g.resolve()
		if r.problem != nil {
			return cleaned, g.problemError(r.problem)
		}
		handles[r.identity] = append(handles[r.identity], g)
	}
	own := f.resolve().identity
	outdated := func(i store.Info) bool { return len(handles[i.Key.Identity]) == 0 }
	if _, err := f.remove(f.id+quarantined, outdated); err != nil {
		return cleaned, err
	}
	_, err = f.remove(f.id, func(i store.Info) bool {
		users := handles[i.Key.Identity]
		switch {
		case outdated(i):
			cleaned.Outdated++
		case i.Damage != nil:
			cleaned.Damaged++
		case i.Key.Identity == own && f.expired(i.Created) && !f.foundByAnother(users, i):
			cleaned.Expired++
		default:
			return false
		}
		return true
	})
	return cleaned, err
}

// foundByAnother reports whether a handle with f's store, but another expiry,
// still finds the entry.
func (f *function) foundByAnother(handles []*function, i store.Info) bool {
	for _, g := range handles {
		if g != f && sameStore(g.store(), f.store()) && !g.expired(i.Created) {
			return true
		}
	}
	return false
}

// sameStore reports whether a and b are one store, or may be.
func sameStore(a, b store.Store) bool {
	return !reflect.ValueOf(a).Comparable() || !reflect.ValueOf(b).Comparable() || a == b
}

// Recapture forgets the values of the captured variables that the function reads
// and that are hashed once in a process: its next call reads them anew. They are
// the process's: other functions that read them read them anew too. A call in
// progress may still use the earlier value.
func (f *Function[F]) Recapture() { f.core.recapture() }

func (f *function) recapture() {
	if f.off {
		return
	}
	for _, c := range f.resolve().captures {
		c.forget()
	}
}
