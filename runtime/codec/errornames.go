package codec

import (
	"fmt"
	"reflect"
	"sync"

	"github.com/gocheckpoint/checkpoint/runtime/internal/sentinel"
)

// named are the errors that are known by a name in the whole process, apart from the
// sentinels of one list (C12).
var named struct {
	mu     sync.RWMutex
	byName map[string]error // nil: several errors have the name
	names  map[error]string // the first name of each
}

// RegisterError makes an error known by a name, by which it is stored wherever it is a
// link of an error: that of its variable, as "database/sql.ErrNoRows", which has to mean
// the same in every program that shares a store. An error that is nil or cannot be
// compared is not known by it, nor are several that are given one name. Safe for
// concurrent use.
func RegisterError(name string, err error) {
	if err == nil || !reflect.ValueOf(err).Comparable() {
		return
	}
	named.mu.Lock()
	defer named.mu.Unlock()
	if named.byName == nil {
		named.byName, named.names = make(map[string]error), make(map[error]string)
	}
	other, taken := named.byName[name]
	switch {
	case taken && other != err:
		named.byName[name] = nil
		if other != nil && named.names[other] == name {
			delete(named.names, other)
		}
	case !taken:
		named.byName[name] = err
		if _, ok := named.names[err]; !ok {
			named.names[err] = name
		}
	}
}

// nameOf gives the name by which an error is known in the process, "" if it is not.
func nameOf(err error) string {
	if !reflect.ValueOf(err).Comparable() {
		return ""
	}
	named.mu.RLock()
	defer named.mu.RUnlock()
	return named.names[err]
}

// errorNamed gives the error of that name, nil if there is none.
func errorNamed(name string) error {
	named.mu.RLock()
	defer named.mu.RUnlock()
	return named.byName[name]
}

// namedErrors gives all of them.
func namedErrors() []Sentinel {
	named.mu.RLock()
	defer named.mu.RUnlock()
	list := make([]Sentinel, 0, len(named.names))
	for err, name := range named.names {
		list = append(list, Sentinel{name, err})
	}
	return list
}

// standardNames are the names of the sentinels of the standard library.
var standardNames = sync.OnceValue(func() map[error]string {
	names := make(map[error]string)
	for name, err := range sentinel.Standard() {
		names[err] = name
	}
	return names
})

var standardErrorsByName = sync.OnceValue(sentinel.Standard)

// variableOf gives the name of the variable that an error is from: one that RegisterError
// made known, or one of the standard library; "" if it is of none.
func variableOf(err error) string {
	if name := nameOf(err); name != "" || !reflect.ValueOf(err).Comparable() {
		return name
	}
	return standardNames()[err]
}

// variableNamed gives the error of that name, nil if there is none.
func variableNamed(name string) error {
	if err := errorNamed(name); err != nil {
		return err
	}
	return standardErrorsByName()[name]
}

// sameError gives the error of a name, if it says what it said when it was stored: a
// variable may hold something else in another process.
func sameError(known error, name, text []byte) (error, error) {
	switch {
	case known == nil:
		return nil, unknownError(name)
	case known.Error() != string(text):
		return nil, &ShapeError{Reason: fmt.Sprintf("the error registered as %q says something else now", name)}
	}
	return known, nil
}

func unknownError(name []byte) error {
	return &ShapeError{Reason: fmt.Sprintf("no error is registered as %q", name)}
}
