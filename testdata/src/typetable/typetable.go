// Package typetable lists types on which the analyzers, that see syntax, and the
// runtime, that sees reflection, must agree.
package typetable

import (
	"bufio"
	"bytes"
	"container/list"
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"encoding/json"
	"go/ast"
	"html/template"
	"image"
	"io"
	"iter"
	"log"
	"log/slog"
	"math/big"
	"math/rand"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"text/scanner"
	"time"
	"unique"
	"unsafe"
	"weak"
)

type (
	job    struct{ done chan struct{} }
	tagged struct {
		F func() `checkpoint:"-"`
	}
	blank    struct{ _ func() }
	embeds   struct{ job }
	pointers struct{ *job }
	list1    struct {
		next *list1
		v    int
	}
	list2 struct {
		next *list2
		f    func()
	}
	mutual1     struct{ m map[string]mutual2 }
	mutual2     struct{ s []mutual1 }
	box[T any]  struct{ in T }
	tree[T any] struct {
		left, right *tree[T]
		v           box[T]
	}
	channel   chan int
	callback  func()
	slices    []slices
	functions []func()
	alias     = job
	holder    struct{ ctx context.Context }
	keyed     struct{ m map[box[*int]]int }
	keyHolds  struct{ m map[*keyHolds]int }
	zone      struct{ l time.Location }
	zoned     struct{ l *time.Location }
	none      [0]func()
)

type hooked struct{ f func() }

func (*hooked) HashCheckpoint() (any, error) { return nil, nil }

type hookedChan chan int

func (hookedChan) HashCheckpoint() (any, error) { return nil, nil }

type promotesHook struct {
	hooked
	n int
}

type wrongHook struct{ f func() }

func (wrongHook) HashCheckpoint() any { return nil }

type parsed struct{ c chan int }

func (parsed) Text() (string, error) { return "", nil }
func (*parsed) Chan() chan int       { return nil }
func (parsed) Arg(int) string        { return "" }
func (parsed) Keys() *map[*int]bool  { return nil }
func (parsed) hidden() int           { return 0 }
func (parsed) Pointer() *int         { return nil }

type promotesParsed struct{ parsed }

type parser interface{ Text() string }

type texts[T any] []func(T)

func (texts[T]) First() T { panic("none") }

type (
	byText struct {
		P parsed `checkpoint:"by=Text"`
	}
	byTextOfPointer struct {
		p *parsed `checkpoint:"by=Text"`
	}
	byTextOfPointers struct {
		p **parsed `checkpoint:"by=Text"`
	}
	byTextOfInterface struct {
		p parser `checkpoint:"by=Text"`
	}
	byTextOfInterfacePointer struct {
		p *parser `checkpoint:"by=Text"`
	}
	byTextOfPromoted struct {
		p promotesParsed `checkpoint:"by=Text"`
	}
	byTextOfEmbedded struct {
		parsed `checkpoint:"by=Text"`
	}
	byTextOfUnnamed struct {
		p struct{ *parsed } `checkpoint:"by=Text"`
	}
	byChan struct {
		p parsed `checkpoint:"by=Chan"`
	}
	byKeys struct {
		p parsed `checkpoint:"by=Keys"`
	}
	byArg struct {
		p parsed `checkpoint:"by=Arg"`
	}
	byHidden struct {
		p parsed `checkpoint:"by=hidden"`
	}
	byNone struct {
		p parsed `checkpoint:"by=None"`
	}
	byPointer struct {
		p parsed `checkpoint:"by=Pointer"`
	}
	byFirst[T any] struct {
		p texts[T] `checkpoint:"by=First"`
	}
	byParameter[T any] struct {
		p T `checkpoint:"by=Text"`
	}
	misspelt struct {
		n int `checkpoint:"_"`
	}
	misspeltBlank struct {
		_ int `checkpoint:"_"`
	}
	misspeltEmpty struct {
		n []struct {
			N int `checkpoint:""`
		}
	}
)

type message struct{ n int }

func (*message) ProtoReflect() interface{ New() any } { return nil }

type (
	embedsMessage   struct{ message }
	embedsPointer   struct{ *message }
	notMessage      struct{ n int }
	wrapsMessage    struct{ m *message }
	messages[T any] struct{ n T }
	messenger       interface{ ProtoReflect() int }
)

func (notMessage) ProtoReflect(int) int { return 0 }

func (wrapsMessage) HashCheckpoint() (any, error) { return nil, nil }

func (messages[T]) ProtoReflect() T { panic("none") }

type paired struct{ c chan int }

func (paired) MarshalBinary() ([]byte, error) { return nil, nil }
func (*paired) UnmarshalBinary([]byte) error  { return nil }

type gobbed struct{ c chan int }

func (gobbed) GobEncode() ([]byte, error) { return nil, nil }
func (*gobbed) GobDecode([]byte) error    { return nil }

type halfPaired struct{ c chan int }

func (halfPaired) MarshalText() ([]byte, error) { return nil, nil }

type promotesPair struct {
	paired
	n int
}

type pairedChan chan int

func (pairedChan) MarshalText() ([]byte, error) { return nil, nil }
func (*pairedChan) UnmarshalText([]byte) error  { return nil }

// stream has what io.Reader has, almost reads another Read.
type (
	stream interface {
		Read(p []byte) (int, error)
		Name() string
	}
	almost  interface{ Read(p []byte) int }
	opened  struct{ body io.ReadCloser }
	reads   struct{ at int }
	each    func(yield func(int) bool)
	notEach func(yield func(int) int)
	visit   func(f func(int))
	yes     bool
	named   func(yield func(a, b, c int) bool)
)

func (*reads) Read(p []byte) (int, error) { return 0, io.EOF }

type (
	pairedMessage struct{ m *message }
	holdsPaired   struct {
		p pairedMessage
		m []message
	}
	messageName string
)

func (*pairedMessage) ProtoReflect() any              { return nil }
func (*pairedMessage) MarshalBinary() ([]byte, error) { return nil, nil }
func (*pairedMessage) UnmarshalBinary([]byte) error   { return nil }
func (messageName) ProtoReflect() any                 { return nil }

// Types are the types, each by one call of reflect.TypeFor.
var Types = []reflect.Type{
	reflect.TypeFor[int](), reflect.TypeFor[string](), reflect.TypeFor[any](), reflect.TypeFor[error](),
	reflect.TypeFor[uintptr](), reflect.TypeFor[complex64](), reflect.TypeFor[unsafe.Pointer](),
	reflect.TypeFor[chan int](), reflect.TypeFor[func()](), reflect.TypeFor[[]func()](), reflect.TypeFor[[0]func()](),
	reflect.TypeFor[map[string]chan int](), reflect.TypeFor[map[*int]string](), reflect.TypeFor[map[any]string](),
	reflect.TypeFor[map[[2]chan int]string](), reflect.TypeFor[struct{ f func() }](), reflect.TypeFor[**job](),

	reflect.TypeFor[job](), reflect.TypeFor[tagged](), reflect.TypeFor[blank](), reflect.TypeFor[embeds](),
	reflect.TypeFor[pointers](), reflect.TypeFor[list1](), reflect.TypeFor[list2](), reflect.TypeFor[mutual1](),
	reflect.TypeFor[box[int]](), reflect.TypeFor[box[chan int]](), reflect.TypeFor[tree[string]](), reflect.TypeFor[tree[job]](),
	reflect.TypeFor[channel](), reflect.TypeFor[callback](), reflect.TypeFor[slices](), reflect.TypeFor[functions](),
	reflect.TypeFor[alias](), reflect.TypeFor[holder](), reflect.TypeFor[keyed](), reflect.TypeFor[keyHolds](),
	reflect.TypeFor[zone](), reflect.TypeFor[zoned](), reflect.TypeFor[none](),

	reflect.TypeFor[hooked](), reflect.TypeFor[*hooked](), reflect.TypeFor[hookedChan](), reflect.TypeFor[promotesHook](),
	reflect.TypeFor[wrongHook](), reflect.TypeFor[paired](), reflect.TypeFor[gobbed](), reflect.TypeFor[halfPaired](),
	reflect.TypeFor[promotesPair](), reflect.TypeFor[pairedChan](),

	reflect.TypeFor[byText](), reflect.TypeFor[byTextOfPointer](), reflect.TypeFor[byTextOfPointers](), reflect.TypeFor[byTextOfInterface](),
	reflect.TypeFor[byTextOfInterfacePointer](), reflect.TypeFor[byTextOfPromoted](), reflect.TypeFor[byTextOfEmbedded](), reflect.TypeFor[byTextOfUnnamed](),
	reflect.TypeFor[byChan](), reflect.TypeFor[*byKeys](), reflect.TypeFor[byArg](), reflect.TypeFor[byHidden](), reflect.TypeFor[map[string]byNone](),
	reflect.TypeFor[byPointer](), reflect.TypeFor[map[byText]int](), reflect.TypeFor[map[byPointer]int](),
	reflect.TypeFor[byFirst[int]](), reflect.TypeFor[byFirst[func()]](), reflect.TypeFor[byParameter[parsed]](), reflect.TypeFor[byParameter[int]](),
	reflect.TypeFor[misspelt](), reflect.TypeFor[misspeltBlank](), reflect.TypeFor[misspeltEmpty](),

	reflect.TypeFor[message](), reflect.TypeFor[[]*message](), reflect.TypeFor[embedsMessage](), reflect.TypeFor[embedsPointer](),
	reflect.TypeFor[notMessage](), reflect.TypeFor[wrapsMessage](), reflect.TypeFor[messages[int]](), reflect.TypeFor[messenger](),
	reflect.TypeFor[io.ReadCloser](), reflect.TypeFor[stream](), reflect.TypeFor[almost](), reflect.TypeFor[opened](), reflect.TypeFor[*reads](),
	reflect.TypeFor[interface{ io.ReadWriter }](), reflect.TypeFor[[]io.ReadSeeker](), reflect.TypeFor[io.Writer](), reflect.TypeFor[io.RuneReader](),
	reflect.TypeFor[each](), reflect.TypeFor[notEach](), reflect.TypeFor[visit](), reflect.TypeFor[named](), reflect.TypeFor[func(func() bool)](),
	reflect.TypeFor[func(func(string, int) yes)](), reflect.TypeFor[func(...func() bool)](), reflect.TypeFor[<-chan string](), reflect.TypeFor[map[string]iter.Seq[int]](),
	reflect.TypeFor[pairedMessage](), reflect.TypeFor[*holdsPaired](), reflect.TypeFor[messageName](),
	reflect.TypeFor[io.PipeReader](), reflect.TypeFor[*http.Response](),

	reflect.TypeFor[context.Context](), reflect.TypeFor[iter.Seq[int]](), reflect.TypeFor[iter.Seq2[int, string]](),
	reflect.TypeFor[time.Time](), reflect.TypeFor[time.Duration](), reflect.TypeFor[*time.Timer](), reflect.TypeFor[time.Location](),
	reflect.TypeFor[big.Int](), reflect.TypeFor[*big.Rat](), reflect.TypeFor[big.Float](),
	reflect.TypeFor[sync.Mutex](), reflect.TypeFor[sync.Map](), reflect.TypeFor[*sync.Once](), reflect.TypeFor[sync.Locker](),
	reflect.TypeFor[atomic.Int64](), reflect.TypeFor[atomic.Value](), reflect.TypeFor[atomic.Bool](),
	reflect.TypeFor[atomic.Pointer[int]](), reflect.TypeFor[atomic.Pointer[job]](),
	reflect.TypeFor[unique.Handle[string]](), reflect.TypeFor[unique.Handle[job]](), reflect.TypeFor[unique.Handle[*int]](), reflect.TypeFor[map[unique.Handle[*int]]int](), reflect.TypeFor[weak.Pointer[int]](),
	reflect.TypeFor[reflect.Value](), reflect.TypeFor[reflect.Type](), reflect.TypeFor[reflect.Method](), reflect.TypeFor[reflect.StructField](),
	reflect.TypeFor[os.File](), reflect.TypeFor[os.FileMode](), reflect.TypeFor[exec.Cmd](), reflect.TypeFor[os.Process](),
	reflect.TypeFor[http.Client](), reflect.TypeFor[http.Header](), reflect.TypeFor[*http.Request](), reflect.TypeFor[http.Cookie](),
	reflect.TypeFor[http.HandlerFunc](), reflect.TypeFor[http.Server](),
	reflect.TypeFor[net.Conn](), reflect.TypeFor[net.TCPConn](), reflect.TypeFor[net.IP](), reflect.TypeFor[net.IPNet](), reflect.TypeFor[netip.Addr](),
	reflect.TypeFor[url.URL](), reflect.TypeFor[url.Values](), reflect.TypeFor[regexp.Regexp](),
	reflect.TypeFor[template.Template](), reflect.TypeFor[ast.File](), reflect.TypeFor[ast.Ident](),
	reflect.TypeFor[image.RGBA](), reflect.TypeFor[image.Image](), reflect.TypeFor[list.List](),
	reflect.TypeFor[io.Reader](), reflect.TypeFor[bufio.Reader](), reflect.TypeFor[bytes.Buffer](), reflect.TypeFor[strings.Builder](), reflect.TypeFor[strings.Reader](),
	reflect.TypeFor[json.Decoder](), reflect.TypeFor[json.RawMessage](), reflect.TypeFor[json.Number](),
	reflect.TypeFor[log.Logger](), reflect.TypeFor[slog.Logger](), reflect.TypeFor[slog.Attr](), reflect.TypeFor[slog.Record](), reflect.TypeFor[slog.LevelVar](),
	reflect.TypeFor[rand.Rand](), reflect.TypeFor[tls.Config](), reflect.TypeFor[x509.Certificate](), reflect.TypeFor[x509.CertPool](),
	reflect.TypeFor[sql.DB](), reflect.TypeFor[sql.NullString](), reflect.TypeFor[sql.Null[job]](),
	reflect.TypeFor[testing.T](), reflect.TypeFor[testing.TB](), reflect.TypeFor[scanner.Scanner](), reflect.TypeFor[scanner.Position](),
}
