// Package keying holds what the registration check flags of the options that say
// what enters keys, of bundles and of layers, and what it doesn't.
package keying

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

type server struct{ n int }

func (s *server) render(ctx context.Context, path string) (int, error) { return 0, nil }

func plain(path string, width int) int                          { return 0 }
func variadic(path string, more ...int) int                     { return 0 }
func withContext(ctx context.Context, path string) (int, error) { return 0, nil }
func generic[T any](t T) int                                    { return 0 }

func byPlain(path string, width int) (string, error)                    { return path, nil }
func alone(p string, w int) any                                         { return p }
func byVariadic(path string, more ...int) int                           { return 0 }
func bySlice(path string, more []int) int                               { return 0 }
func byServer(s *server, ctx context.Context, path string) (any, error) { return path, nil }
func byWithout(path string) int                                         { return 0 }
func byOther(path string, width int64) int                              { return 0 }
func nothing(path string, width int)                                    {}
func failing(path string, width int) error                              { return nil }
func three(path string, width int) (int, int, error)                    { return 0, 0, nil }
func notError(path string, width int) (int, int)                        { return 0, 0 }
func watch(context.Context, checkpoint.Event)                           {}
func tenant(ctx context.Context) (string, error)                        { return "", nil }
func ofString(s string) (string, error)                                 { return s, nil }

var (
	inVariable      = byPlain
	inInterface any = byPlain
	errFinal        = errors.New("final")
	fraction        = 2.0
)

// What is fine.
var (
	_ = checkpoint.Func(plain, checkpoint.KeyBy(byPlain))
	_ = checkpoint.Func(plain2, checkpoint.KeyBy(alone))
	_ = checkpoint.Func(plain3, checkpoint.KeyBy(inVariable))
	_ = checkpoint.Func(plain4, checkpoint.KeyBy(inInterface))
	_ = checkpoint.Func(plain5, checkpoint.KeyBy(func(a string, b int) any { return a }))
	_ = checkpoint.Func(variadic, checkpoint.KeyBy(byVariadic))
	_ = checkpoint.Func((*server).render, checkpoint.KeyBy(byServer), checkpoint.HashContext(tenant))
	_ = checkpoint.Func(generic[int], checkpoint.KeyBy(func(t int) int { return t }))
	_ = checkpoint.Func(withContext, checkpoint.HashContext(tenant), checkpoint.CaptureAll(), checkpoint.Shared(),
		checkpoint.CacheErrors(errFinal, io.EOF), checkpoint.Verify(0.5), checkpoint.Observe(func(context.Context, checkpoint.Event) {}))
	_ = checkpoint.Func(withContext2, checkpoint.Verify(0), checkpoint.NoHash("path"), checkpoint.HashContext(tenant))
	_ = checkpoint.Func(withContext3, checkpoint.Verify(1), checkpoint.Observe(watch), checkpoint.Observe(watch))
	_ = checkpoint.Func(withContext4, checkpoint.Verify(fraction))
)

func plain2(path string, width int) int                 { return 0 }
func plain3(path string, width int) int                 { return 0 }
func plain4(path string, width int) int                 { return 0 }
func plain5(path string, width int) int                 { return 0 }
func withContext2(ctx context.Context, path string) int { return 0 }
func withContext3(ctx context.Context, path string) int { return 0 }
func withContext4(ctx context.Context, path string) int { return 0 }

func inGeneric[T any]() {
	checkpoint.Func(generic[T], checkpoint.KeyBy(func(t T) int { return 0 })) // want `registers the instance generic\[T\], whose type argument T only a caller knows`
}

// Functions of another type.
var (
	_ = checkpoint.Func(wrong1, checkpoint.KeyBy(byWithout))         // want `^KeyBy of wrong1 is given func\(string\) int: want func\(string, int\) \(K, error\)$`
	_ = checkpoint.Func(wrong2, checkpoint.KeyBy(byOther))           // want `KeyBy of wrong2 is given func\(string, int64\) int: want func\(string, int\) \(K, error\)$`
	_ = checkpoint.Func(wrong3, checkpoint.KeyBy(nothing))           // want `KeyBy of wrong3 is given func\(string, int\): want func\(string, int\) \(K, error\)$`
	_ = checkpoint.Func(wrong4, checkpoint.KeyBy(failing))           // want `KeyBy of wrong4 is given func\(string, int\) error: want func\(string, int\) \(K, error\)$`
	_ = checkpoint.Func(wrong5, checkpoint.KeyBy(three))             // want `KeyBy of wrong5 is given func\(string, int\) \(int, int, error\): want`
	_ = checkpoint.Func(wrong6, checkpoint.KeyBy(notError))          // want `KeyBy of wrong6 is given func\(string, int\) \(int, int\): want`
	_ = checkpoint.Func(wrong7, checkpoint.KeyBy(3))                 // want `KeyBy of wrong7 is given int: want func\(string, int\) \(K, error\)$`
	_ = checkpoint.Func(wrong8, checkpoint.KeyBy(nil))               // want `KeyBy of wrong8 is given nil: want func\(string, int\) \(K, error\)$`
	_ = checkpoint.Func(wrong9, checkpoint.KeyBy(bySlice))           // want `KeyBy of wrong9 is given func\(string, \[\]int\) int: want func\(string, \.\.\.int\) \(K, error\)$`
	_ = checkpoint.Func((*server).other, checkpoint.KeyBy(ofString)) // want `KeyBy of \(\*server\).other is given func\(string\) \(string, error\): want func\(\*server, context.Context, string\) \(K, error\)$`
)

func wrong1(path string, width int) int   { return 0 }
func wrong2(path string, width int) int   { return 0 }
func wrong3(path string, width int) int   { return 0 }
func wrong4(path string, width int) int   { return 0 }
func wrong5(path string, width int) int   { return 0 }
func wrong6(path string, width int) int   { return 0 }
func wrong7(path string, width int) int   { return 0 }
func wrong8(path string, width int) int   { return 0 }
func wrong9(path string, more ...int) int { return 0 }

func (s *server) other(ctx context.Context, path string) int { return 0 }

// Options that exclude each other, or have nothing to say.
var (
	_ = checkpoint.Func(both1, checkpoint.KeyBy(byPlain), checkpoint.HashBy("path", ofString)) // want `both1 has both KeyBy and HashBy: KeyBy says all that arguments put into the key`
	_ = checkpoint.Func(both2, checkpoint.NoHash("width"), checkpoint.KeyBy(byPlain))          // want `both2 has both KeyBy and NoHash: KeyBy says all that arguments put into the key`
	_ = checkpoint.Func(both3, checkpoint.KeyBy(byPlain), checkpoint.KeyBy(alone))             // want `both3 has two KeyBy: keep one of them`
	_ = checkpoint.Func(both4, checkpoint.HashContext(tenant))                                 // want `both4 has no context, which HashContext hashes a value of: remove the option`
	_ = checkpoint.Func(both5, checkpoint.HashContext(tenant), checkpoint.HashContext(tenant)) // want `both5 has two HashContext: keep one of them`
	_ = checkpoint.Func(both6, checkpoint.Verify(1.5))                                         // want `the fraction of both6 that Verify computes anew is 1.5: want one from 0 to 1`
	_ = checkpoint.Func(both7, checkpoint.Verify(-1), checkpoint.Verify(0.5))                  // want `the fraction of both7 that Verify computes anew is -1: want one from 0 to 1` `both7 has two Verify: keep one of them`
)

func both1(path string, width int) int { return 0 }
func both2(path string, width int) int { return 0 }
func both3(path string, width int) int { return 0 }
func both4(path string, width int) int { return 0 }
func both5(ctx context.Context) int    { return 0 }
func both6(path string, width int) int { return 0 }
func both7(path string, width int) int { return 0 }

// Bundles.
var (
	bundle = checkpoint.New(checkpoint.KeyBy(byPlain), checkpoint.HashContext(tenant), checkpoint.TTL(time.Hour), checkpoint.Verify(1))
	_      = checkpoint.New(checkpoint.CaptureAll())                         // want `CaptureAll is given to New, where no manifest sees it: give it to checkpoint.Func`
	_      = checkpoint.New(checkpoint.New(checkpoint.CaptureAll()), bundle) // want `CaptureAll is given to New`
	_      = checkpoint.New(checkpoint.TTL(0), checkpoint.Verify(2))         // want `the TTL of the bundle is 0` `the fraction of the bundle that Verify computes anew is 2`
)

// Layers.
var (
	Plain = checkpoint.Func(layered)

	_ = checkpoint.Over(Plain, checkpoint.Memory(), checkpoint.TTL(time.Hour), checkpoint.Shared(), checkpoint.Verify(0.5), checkpoint.New(checkpoint.TTL(1)))
	_ = checkpoint.Over(Plain, bundle)   // want `^KeyBy is given to Over, but keys are those of Plain: give it to the checkpoint.Func that made that \(keying.go:\d+, by way of bundle\)$` `HashContext is given to Over`
	_ = checkpoint.Over(Plain, opaque()) // want `^cannot determine the options of the layer over Plain: what opaque\(\) holds is decided at run time$`
	_ = checkpoint.Over(Plain,
		checkpoint.HashBy("path", ofString), // want `HashBy is given to Over, but keys are those of Plain: give it to the checkpoint.Func that made that`
		checkpoint.NoHash("width"),          // want `NoHash is given to Over`
		checkpoint.KeyBy(byPlain),           // want `KeyBy is given to Over`
		checkpoint.HashContext(tenant),      // want `HashContext is given to Over`
		checkpoint.CaptureAll(),             // want `CaptureAll is given to Over`
		checkpoint.Version("1"),             // want `Version is given to Over`
		checkpoint.Static(),                 // want `Static is given to Over`
		checkpoint.Logger(slog.Default()),
		checkpoint.TTL(-1),                                      // want `the TTL of the layer over Plain is -1: nothing would be remembered`
		checkpoint.TTL(1),                                       // want `the layer over Plain has two TTL: keep one of them`
		checkpoint.Expiry(func(time.Time) bool { return true }), // want `the layer over Plain has both TTL and Expiry: keep one of them`
		checkpoint.Verify(3))                                    // want `the fraction of the layer over Plain that Verify computes anew is 3: want one from 0 to 1`
)

func opaque() (o checkpoint.Option) { return }

func layered(path string, width int) int { return 0 }
