package checkpoint

import (
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// A State is what a store has for a call.
type State string

const (
	Stored    State = "stored"     // Call finds it
	Expired   State = "expired"    // there is one, which TTL or Expiry makes a miss
	Damaged   State = "damaged"    // there is one that is unusable
	NotStored State = "not stored" // there is none
)

// A Reason is why a call is, or isn't, remembered.
type Reason struct {
	State    State
	Identity Identity      // of the function's code now
	Created  time.Time     // of a result that is Stored or Expired
	Cost     time.Duration // of computing that
	Damage   error         // what is wrong with one that is Damaged

	// What else is stored for the function, where the State is not Stored.

	Listed bool // the store could tell
	// Quarantined tells that [Verify] found the call's result to depend on more
	// than its key: nothing is stored for it.
	Quarantined bool
	Calls       int // results of other calls, with this identity
	// Differs names what this call's key has another value of than that of the
	// stored call which is nearest to it: "argument width", "captured variable
	// example.com/app.rate". If several are as near, it is the last one stored.
	Differs []string
	Others  []string // other identities that have results, in hexadecimal, sorted
	// SameCall are those of Others that have a result of this very call: only
	// the code differs, or what else makes an identity.
	SameCall []string
}

// Why says whether a result is stored for the call, and, if Call wouldn't find
// it, what is stored in its place. It reads the result, as [Invocation.Get] does,
// and lists all results of the function. It asks neither When nor other
// processes.
//
// Of the calls that are stored, only digests of the parts of their keys are
// known: which part differs, not by what. With a manifest parameters have names,
// without one numbers.
//
// The error says that the call cannot be remembered, or that the store failed.
func (i *Invocation) Why() (Reason, error) {
	key, off, err := i.key()
	if off {
		err = errOff
	}
	if err != nil {
		return Reason{}, err
	}
	id, err := identityOf(i.f)
	if err != nil {
		return Reason{}, err
	}
	why := Reason{State: NotStored, Identity: id}
	entry, ok, err := i.f.get(i.context(), key)
	if err == nil && ok {
		_, _, err = i.stored(key, entry)
		if err != nil {
			why.State, why.Damage = Damaged, err
		}
	}
	switch {
	case isCorrupt(err):
		why.State, why.Damage = Damaged, err
	case why.State == Damaged:
	case err != nil:
		return Reason{}, i.storeError(err)
	case ok:
		why.State, why.Created, why.Cost = Stored, entry.Created, entry.Cost
		if !i.f.expired(entry.Created) {
			return why, nil
		}
		why.State = Expired
	}
	if err := i.list(key, &why); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return Reason{}, i.storeError(err)
	}
	return why, nil
}

// list adds what else is stored for the function.
func (i *Invocation) list(key store.Key, why *Reason) (err error) {
	defer recovered(&err)
	if why.Quarantined, err = i.f.store().Exists(i.context(), i.f.quarantine(key)); err != nil {
		return err
	}
	m, err := i.f.manager()
	if err != nil {
		return err
	}
	r := i.f.resolve()
	parts := i.f.parts(r, i.frame())
	others, same := make(map[string]bool), make(map[string]bool)
	var nearest []int
	var last time.Time
	for info, err := range m.Entries(i.context(), key.Function) {
		if err != nil {
			return err
		}
		if info.Key == key {
			continue
		}
		differ, comparable := differing(parts, info.Parts)
		if info.Key.Identity != key.Identity {
			id := hex.EncodeToString(info.Key.Identity[:])
			others[id] = true
			if comparable && len(differ) == 0 {
				same[id] = true
			}
			continue
		}
		why.Calls++
		if !comparable || len(differ) == 0 {
			continue // nothing to tell
		}
		if nearest == nil || len(differ) < len(nearest) || len(differ) == len(nearest) && info.Created.After(last) {
			nearest, last = differ, info.Created
		}
	}
	for _, part := range nearest {
		why.Differs = append(why.Differs, i.f.partName(r, part))
	}
	why.Others, why.SameCall = slices.Sorted(maps.Keys(others)), slices.Sorted(maps.Keys(same))
	why.Listed = true
	return nil
}

// String is one line for people.
func (r Reason) String() string {
	switch r.State {
	case Stored:
		return fmt.Sprintf("stored: computed at %s in %v", r.Created.Format(time.RFC3339), r.Cost)
	case Expired:
		return fmt.Sprintf("expired: computed at %s", r.Created.Format(time.RFC3339))
	case Damaged:
		return fmt.Sprintf("damaged: %v", r.Damage)
	}
	switch {
	case r.Quarantined:
		return "not stored: quarantined, as computing it again gave another result"
	case !r.Listed:
		return "not stored; the store cannot tell what else it has"
	case len(r.SameCall) > 0:
		return fmt.Sprintf("not stored for this code, but the same call is for %s; this code has identity %v (%s)",
			identities(r.SameCall), r.Identity, r.Identity.Source)
	}
	var text string
	switch {
	case len(r.Differs) > 0:
		text = fmt.Sprintf("not stored, but %s of this code; of the nearest, %s", count(r.Calls, "other call"), differ(r.Differs))
	case r.Calls > 0:
		text = fmt.Sprintf("not stored, but %s of this code: the arguments, a captured variable or an option differ", count(r.Calls, "other call"))
	case len(r.Others) > 0:
		return fmt.Sprintf("not stored for this code, but for %s; this code has identity %v (%s)",
			identities(r.Others), r.Identity, r.Identity.Source)
	default:
		return "not stored, as is no other call of the function"
	}
	if len(r.Others) > 0 {
		text += "; also results of " + identities(r.Others)
	}
	return text
}

func identities(ids []string) string {
	return fmt.Sprintf("%s: %s", count(len(ids), "other identity"), strings.Join(ids, ", "))
}

// differ says that parts differ.
func differ(parts []string) string {
	if len(parts) == 1 {
		return parts[0] + " differs"
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1] + " differ"
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if s, ok := strings.CutSuffix(what, "y"); ok {
		return fmt.Sprintf("%d %sies", n, s)
	}
	return fmt.Sprintf("%d %ss", n, what)
}
