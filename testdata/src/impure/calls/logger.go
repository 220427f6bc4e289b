package calls

import (
	"context"
	"fmt"
	"log"
	"log/slog"
	"os"
	"runtime"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// What is named for logging, and is none.

func login(s *string) { *s = os.Getenv("USER") }

func debugInfo(n *int64) { *n = time.Now().Unix() }

func logUniform(t time.Time) int64 { return t.Unix() }

func logAt(t time.Time, n *int64) { *n = t.Unix() }

type ray struct{ hits int64 }

func traceRay(r *ray) { r.hits = time.Now().Unix() }

func (r *ray) trace() { r.hits = time.Now().Unix() }

func (r *ray) dialog() { r.hits = time.Now().Unix() }

func user(n int) string {
	var s string
	login(&s) // want `^user reads the environment: os.Getenv at logger.go:\d+, by way of login$`
	return s
}

func info(n int) (t int64) {
	debugInfo(&t) // want `^info reads the clock: time.Now at logger.go:\d+, by way of debugInfo$`
	return t
}

func uniform(n int) int64 {
	return logUniform(time.Now()) // want `^uniform reads the clock: time.Now$`
}

func givenBack(n int) (t int64) {
	logAt(time.Now(), &t) // want `^givenBack reads the clock: time.Now$`
	return t
}

func render(n int) int64 {
	r := new(ray)
	traceRay(r) // want `^render reads the clock: time.Now at logger.go:\d+, by way of traceRay$`
	return r.hits
}

func renderMethod(n int) int64 {
	var r ray
	r.trace()  // want `^renderMethod reads the clock: time.Now at logger.go:\d+, by way of ray.trace$`
	r.dialog() // want `^renderMethod reads the clock: time.Now at logger.go:\d+, by way of ray.dialog$`
	return r.hits
}

// What is one.

type eventLogger struct {
	out  *log.Logger
	last time.Time
}

func (l *eventLogger) event(name string) {
	l.last = time.Now()
	l.out.Print(l.last, name, os.Getenv("USER"))
}

type Logger interface {
	Printf(format string, args ...any)
}

func logf(format string, args ...any) {
	fmt.Printf(os.Getenv("PREFIX")+format, args...)
}

func LOG(v any) { fmt.Println(v, time.Now()) }

func debug(r *ray) { logf("%d", r.hits) }

// debugf changes a slice that its calls make.
func debugf(format string, args ...any) {
	for i, a := range args {
		if s, ok := a.(fmt.Stringer); ok {
			args[i] = s.String()
		}
	}
	logf(os.Getenv("PREFIX")+format, args...)
}

// debugSet changes what it is given.
func debugSet(args ...*int64) { *args[0] = time.Now().Unix() }

func chatty(n int, l Logger) int {
	start := time.Now()
	e := &eventLogger{out: log.Default()}
	e.event("begin")
	logf("%d after %v", n, time.Since(start))
	debug(&ray{})
	debugf("%v %d", time.Since(start), n)
	LOG(n)
	l.Printf("%d", n)
	_, file, line, _ := runtime.Caller(0)
	logf("%s:%d", file, line)
	slog.Info("done", slog.Duration("after", time.Since(start)))
	_, _ = fmt.Fprintln(os.Stderr, time.Since(start))
	return n
}

func spread(n int) any {
	list := []any{n}
	debugf("%d", list...) // want `^spread reads the environment: os.Getenv at logger.go:\d+, by way of debugf$`
	return list[0]
}

func setThrough(n int) (t int64) {
	debugSet(&t) // want `^setThrough reads the clock: time.Now at logger.go:\d+, by way of debugSet$`
	return t
}

func whereabouts(n int) (int, bool) {
	_, file, line, ok := runtime.Caller(0) // want `^whereabouts asks the runtime for its state: runtime.Caller$`
	logf("%s:%d", file, line)
	return n, ok
}

// A clock that only decides whether a line is logged.

func slow(n int) int {
	start := time.Now()
	n *= 2
	if d := time.Since(start); d > time.Second {
		slog.Warn("slow", "d", d)
	} else if d > time.Millisecond {
		logf("%v", d)
	}
	if !time.Now().Before(start.Add(time.Minute)) {
		log.Print("very slow")
	}
	return n
}

func slowly(n int) int {
	start := time.Now()                          // want `^slowly reads the clock: time.Now$`
	if d := time.Since(start); d > time.Second { // want `^slowly reads the clock: time.Since$`
		slog.Warn("slow", "d", d)
		n = 0
	}
	return n
}

// The result counts, and is logged as well.
func took(n int) (d time.Duration) {
	start := time.Now()   // want `^took reads the clock: time.Now$`
	d = time.Since(start) // want `^took reads the clock: time.Since$`
	logf("%d took %v", n, d)
	return
}

var lastStart time.Time

func remembersStart(n int) int {
	lastStart = time.Now() // want `^remembersStart reads the clock: time.Now$`
	logf("%v", lastStart)
	return n
}

func declared(n int) int {
	var start = time.Now()
	logf("%v", time.Since((start)))
	return n
}

func measured(n int) int {
	var d time.Duration
	start := time.Now()
	d = time.Since(start)
	logf("%v", d)
	return n
}

func givenOn(n int) (list []time.Duration) {
	start := time.Now()                    // want `^givenOn reads the clock: time.Now$`
	list = append(list, time.Since(start)) // want `^givenOn reads the clock: time.Since$`
	return list
}

func given2(n int) int {
	if time.Now().Unix()%2 == 0 { // want `^given2 reads the clock: time.Now$`
		logf("x")
		return 0
	}
	return n
}

// A logger from the context.

type loggerKey struct{}

func loggerOf(ctx context.Context) *slog.Logger {
	if l, ok := ctx.Value(loggerKey{}).(*slog.Logger); ok {
		return l
	}
	return slog.Default()
}

func loggerOfOwn(ctx context.Context) Logger {
	v := ctx.Value(loggerKey{})
	l, _ := v.(Logger)
	return l
}

// newLogger gives nothing but a logger.
func newLogger() *slog.Logger {
	if os.Getenv("QUIET") != "" {
		return slog.New(slog.DiscardHandler)
	}
	return slog.Default()
}

// withLogger gives more.
func withLogger(n int) (*slog.Logger, string) { return slog.Default(), os.Getenv("USER") }

func makesLogger(n int) string {
	newLogger().Info("x")
	l, s := withLogger(n) // want `^makesLogger reads the environment: os.Getenv at logger.go:\d+, by way of withLogger$`
	l.Info("x")
	return s
}

func logs(ctx context.Context, n int) int {
	loggerOf(ctx).Info("x")
	loggerOfOwn(ctx).Printf("x")
	return n
}

func userOf(ctx context.Context) string {
	u, _ := ctx.Value("user").(string) // want `^userOf reads a value from its context: context.Context.Value$`
	return u
}

func keptUser(ctx context.Context) string {
	v := ctx.Value("user") // want `^keptUser reads a value from its context: context.Context.Value$`
	u, _ := v.(string)
	return u
}

var (
	_ = checkpoint.Func(user)
	_ = checkpoint.Func(info)
	_ = checkpoint.Func(uniform)
	_ = checkpoint.Func(givenBack)
	_ = checkpoint.Func(render)
	_ = checkpoint.Func(renderMethod)
	_ = checkpoint.Func(chatty)
	_ = checkpoint.Func(spread)
	_ = checkpoint.Func(setThrough)
	_ = checkpoint.Func(whereabouts)
	_ = checkpoint.Func(slow)
	_ = checkpoint.Func(slowly)
	_ = checkpoint.Func(measured)
	_ = checkpoint.Func(givenOn)
	_ = checkpoint.Func(took)
	_ = checkpoint.Func(remembersStart)
	_ = checkpoint.Func(declared)
	_ = checkpoint.Func(given2)
	_ = checkpoint.Func(makesLogger)
	_ = checkpoint.Func(logs)
	_ = checkpoint.Func(userOf)
	_ = checkpoint.Func(keptUser)
)
