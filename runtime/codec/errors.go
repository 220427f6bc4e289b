package codec

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/internal/sentinel"
	"github.com/gocheckpoint/checkpoint/runtime/objecthash"
)

// A Sentinel is an error that programs compare with errors.Is, and the name by which it
// is stored. The name has to mean the same error in every program that shares a store:
// by convention the variable's import path and name, as "database/sql.ErrNoRows".
type Sentinel struct {
	Name string
	Err  error // of a comparable type
}

// standardErrors are the types of errors that are known without being registered.
var standardErrors = sync.OnceValue(func() []*statics {
	return staticsOf([]reflect.Type{
		reflect.TypeFor[*fs.PathError](), reflect.TypeFor[*os.LinkError](), reflect.TypeFor[*os.SyscallError](),
		reflect.TypeOf(error(syscall.EINVAL)), reflect.TypeFor[*strconv.NumError](), reflect.TypeFor[*time.ParseError](),
		reflect.TypeFor[*url.Error](), reflect.TypeFor[url.EscapeError](), reflect.TypeFor[url.InvalidHostError](),
	})
})

// errorMark is the first byte of every encoded error: that of results is the codec's version.
const errorMark = 0xE1

// errorVersion is the second one.
const errorVersion = 2

const errorHeaderSize = 2 + len(objecthash.Sum{})

// Errors encodes and decodes errors (C12). Safe for concurrent use.
type Errors struct {
	sentinels []Sentinel // sorted by name: numbered in the bytes
	header    [errorHeaderSize]byte
}

// ErrorsFor makes the codec of errors for which errors.Is has to keep its answers about
// sentinels: those given, in any order, and those of the standard library that C12
// lists. An error says which sentinel is not one: a name is used for two errors, or an
// error cannot be compared.
func ErrorsFor(sentinels ...Sentinel) (*Errors, error) {
	names := sentinel.Standard()
	for _, s := range sentinels {
		switch {
		case s.Name == "" || s.Err == nil:
			return nil, fmt.Errorf("codec: sentinel %q of %v: it takes a name and an error", s.Name, s.Err)
		case !reflect.ValueOf(s.Err).Comparable():
			return nil, fmt.Errorf("codec: sentinel %s is a %T, which cannot be compared", s.Name, s.Err)
		}
		if other, ok := names[s.Name]; ok && other != s.Err {
			return nil, fmt.Errorf("codec: two sentinels have the name %s: give one another name", s.Name)
		}
		names[s.Name] = s.Err
	}
	c := &Errors{}
	for name, err := range names {
		c.sentinels = append(c.sentinels, Sentinel{name, err})
	}
	slices.SortFunc(c.sentinels, func(a, b Sentinel) int { return strings.Compare(a.Name, b.Name) })
	h := objecthash.New(objecthash.Options{})
	for _, s := range c.sentinels {
		h.Frame([]byte(s.Name))
	}
	sum := h.Sum()
	c.header = [errorHeaderSize]byte(append([]byte{errorMark, errorVersion}, sum[:]...))
	return c, nil
}

// Encode encodes an error, and what it wraps. What Decode makes of the bytes was compared
// with err already: all texts, the structure that Unwrap gives, and the answers of
// errors.Is about all sentinels, and about all errors that RegisterError made known.
//
// lost is nil, or an *UnstorableError that names the first link of the chain that keeps
// its text alone: errors.As finds its type in err, but not in what comes back. Whoever
// stores such an error has to say so, or not to store it.
//
// failed is an *UnstorableError: the error cannot be stored. Methods of err that panic
// make it fail, too. Nobody may write to err meanwhile.
func (c *Errors) Encode(err error) (data []byte, lost, failed error) {
	if err == nil {
		return nil, nil, errors.New("codec: there is no error to encode")
	}
	w := &linkWriter{errors: c, typed: true}
	data, failed = w.all(err)
	if failed != nil || c.verify(err, data) == nil {
		return data, w.lostLink(), failed
	}
	// A type whose fields are not all that there is to it: texts say more.
	w = &linkWriter{errors: c}
	if data, failed = w.all(err); failed != nil {
		return nil, nil, failed
	}
	if differs := c.verify(err, data); differs != nil {
		return nil, nil, differs
	}
	return data, w.lostLink(), nil
}

// Decode makes an error from the bytes that Encode gave. failed is a *CorruptError if
// they are malformed; it is a *ShapeError if they were written for another list of
// sentinels or hold a type that this program does not know, or if they are results.
// Then err is nil. It never panics, and its allocations are bounded as Codec.Decode's.
// data is not retained.
func (c *Errors) Decode(data []byte) (err, failed error) {
	switch {
	case len(data) > 0 && data[0] != errorMark:
		return nil, &ShapeError{Reason: "results are stored, and no error"}
	case len(data) < errorHeaderSize:
		return nil, &CorruptError{Offset: len(data), Reason: "it is shorter than a header"}
	case data[1] != errorVersion:
		return nil, &ShapeError{Reason: fmt.Sprintf("version %d of errors, want %d", data[1], errorVersion)}
	case [errorHeaderSize]byte(data) != c.header:
		return nil, &ShapeError{Reason: "the sentinels have changed"}
	}
	r := &linkReader{errors: c, reader: reader{data, errorHeaderSize}}
	return r.all()
}

// sentinel returns the number of the sentinel that err is, -1 if it is none.
func (c *Errors) sentinel(err error) int {
	if !reflect.ValueOf(err).Comparable() {
		return -1
	}
	return slices.IndexFunc(c.sentinels, func(s Sentinel) bool { return s.Err == err })
}

// verify compares an error with what comes back of it.
func (c *Errors) verify(err error, data []byte) error {
	got, failed := c.Decode(data)
	if failed != nil {
		return unfaithful(err, failed.Error())
	}
	return guarded(err, func() error {
		links := 0
		if difference := c.compare(err, got, &links, 1); difference != "" {
			return unfaithful(err, difference)
		}
		for _, s := range c.sentinels {
			if errors.Is(err, s.Err) != errors.Is(got, s.Err) {
				return unfaithful(err, "errors.Is gives another answer about "+s.Name)
			}
		}
		for _, s := range namedErrors() {
			if errors.Is(err, s.Err) != errors.Is(got, s.Err) {
				return unfaithful(err, "errors.Is gives another answer about "+s.Name)
			}
		}
		return nil
	})
}

// compare gives the first difference of two chains, link by link, and what is wrong with
// a chain that Unwrap makes longer than it was when it was encoded.
func (c *Errors) compare(a, b error, links *int, depth int) (difference string) {
	if *links++; *links > maxLinks || depth > maxLinkDepth {
		return fmt.Sprintf("it wraps more than %d others, or more than %d deep", maxLinks, maxLinkDepth)
	}
	if a == nil || b == nil {
		if a != b {
			return "a link is nil"
		}
		return ""
	}
	if c.sentinel(a) != c.sentinel(b) || nameOf(a) != nameOf(b) {
		return "it is a sentinel, or is none"
	}
	if x, y := a.Error(), b.Error(); x != y {
		return fmt.Sprintf("its text %q is %q then", x, y)
	}
	as, form := unwrapped(a)
	bs, other := unwrapped(b)
	if form != other || len(as) != len(bs) {
		return "it wraps something else"
	}
	for i := range as {
		if difference := c.compare(as[i], bs[i], links, depth+1); difference != "" {
			return difference
		}
	}
	return ""
}

func unfaithful(err error, difference string) error {
	t := reflect.TypeOf(err)
	return &UnstorableError{Path: typeName(t), Type: t, Reason: "it would not come back as it is: " + difference}
}

// guarded runs f, which calls methods of err and of what it wraps.
func guarded(err error, f func() error) (failed error) {
	defer func() {
		if r := recover(); r != nil {
			t := reflect.TypeOf(err)
			failed = &UnstorableError{Path: typeName(t), Type: t, Reason: fmt.Sprintf("a method of the error panics: %v", r)}
		}
	}()
	return f()
}
