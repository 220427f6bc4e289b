// Package bundles holds what the registration check flags of options that come
// in variables, from helpers and in bundles, and what it doesn't.
package bundles

import (
	"slices"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/testdata/src/registration/bundles/lib"
)

func ofString(s string) (string, error) { return s, nil }
func ofInt(i int) (int, error)          { return i, nil }

func noneOf(path string, width int) (any, error) { return nil, nil }

var (
	option   = checkpoint.NoHash("width")
	hashed   = checkpoint.HashBy("path", ofString)
	list     = []checkpoint.Option{hashed, option}
	bundle   = checkpoint.New(list...)
	layered  = checkpoint.New(bundle, checkpoint.TTL(time.Hour))
	longer   = append(list, checkpoint.TTL(time.Hour))
	both     = slices.Concat(longer, []checkpoint.Option{checkpoint.Shared()})
	array    = [...]checkpoint.Option{checkpoint.NoHash("width")}
	keyed    = checkpoint.New(checkpoint.KeyBy(noneOf))
	typo     = checkpoint.NoHash("widht")
	wrong    = checkpoint.HashBy("path", ofInt)
	typos    = checkpoint.New(typo)
	version  = checkpoint.Version("1")
	captures = checkpoint.CaptureAll()
)

func excluding(name string) checkpoint.Option { return checkpoint.NoHash(name) }

func hourly(more ...checkpoint.Option) []checkpoint.Option {
	return append(more, checkpoint.TTL(time.Hour))
}

func hashing(name string, by func(string) (string, error)) []checkpoint.Option {
	return []checkpoint.Option{checkpoint.HashBy(name, by), excluding("width")}
}

func passed(o checkpoint.Option) *checkpoint.Checkpointer { return checkpoint.New(o) }

func recursive() checkpoint.Option { return recursive() }

// What is fine.
var (
	_ = checkpoint.Func(fine1, option, hashed)
	_ = checkpoint.Func(fine2, list...)
	_ = checkpoint.Func(fine3, bundle, checkpoint.TTL(time.Hour))
	_ = checkpoint.Func(fine4, both...)
	_ = checkpoint.Func(fine5, array[:]...)
	_ = checkpoint.Func(fine6, layered, checkpoint.TTL(time.Minute), checkpoint.NoHash("path")) // counts over the bundle's
	_ = checkpoint.Func(fine7, checkpoint.Option(excluding("width")))
	_ = checkpoint.Func(fine8, hashing("path", ofString)...)
	_ = checkpoint.Func(fine9, passed(option), checkpoint.Memory())
	_ = checkpoint.Func(fine10, lib.With(time.Hour)...)
	_ = checkpoint.Func(fine11, keyed)
	_ = checkpoint.Func(fine12, checkpoint.New(version))                                                                 // there it counts beside the code
	_ = checkpoint.Func(fine13, keyed, checkpoint.KeyBy(ofInt))                                                          // instead of the bundle's
	_ = checkpoint.Func(fine14, checkpoint.New(checkpoint.NoHash("path", "width")), checkpoint.HashBy("path", ofString)) // of path
	_ = checkpoint.Func(fine15, nil...)
	_ = checkpoint.Func(fine16, []checkpoint.Option{1: option, 0: hashed}...)
)

func fine1(path string, width int) int                 { return 0 }
func fine2(path string, width int) int                 { return 0 }
func fine3(path string, width int) int                 { return 0 }
func fine4(path string, width int) int                 { return 0 }
func fine5(path string, width int) int                 { return 0 }
func fine6(path string, width int) int                 { return 0 }
func fine7(path string, width int) int                 { return 0 }
func fine8(path string, width int) int                 { return 0 }
func fine9(path string, width int) int                 { return 0 }
func fine10(path string, width int, log chan bool) int { return 0 }
func fine11(path string, width int) int                { return 0 }
func fine12(path string, width int) int                { return 0 }
func fine13(width int) int                             { return 0 }
func fine14(path string, width int) int                { return 0 }
func fine15(path string, width int) int                { return 0 }
func fine16(path string, width int) int                { return 0 }

// Options that don't fit.
var (
	_ = checkpoint.Func(bad1, typo)                                               // want `^bad1 has no parameter "widht", which NoHash names: did you mean "width" \(bundles.go:\d+, by way of typo\)$`
	_ = checkpoint.Func(bad2, checkpoint.New(typos))                              // want `^bad2 has no parameter "widht", which NoHash names: did you mean "width" \(bundles.go:\d+, by way of checkpoint.New\(typos\)\)$`
	_ = checkpoint.Func(bad3, wrong)                                              // want `^HashBy of parameter path of bad3 takes int: the parameter is string \(bundles.go:\d+, by way of wrong\)$`
	_ = checkpoint.Func(bad4, excluding("with"))                                  // want `^bad4 has no parameter "with", which NoHash names: did you mean "width" \(bundles.go:\d+, by way of excluding\("with"\)\)$`
	_ = checkpoint.Func(bad5, append(list, checkpoint.NoHash("path"))...)         // want `^parameter path of bad5 has both HashBy and NoHash: keep one of them \(bundles.go:\d+, by way of append\(list, checkpoint.NoHash\("path"\)\)\)$`
	_ = checkpoint.Func(bad6, keyed, option)                                      // want `bad6 has both KeyBy and NoHash: KeyBy says all that arguments put into the key \(bundles.go:\d+, by way of option\)$`
	_ = checkpoint.Func(bad7, keyed)                                              // want `KeyBy of bad7 is given func\(string, int\) \(any, error\): want func\(int\) \(K, error\) \(bundles.go:\d+, by way of keyed\)$`
	_ = checkpoint.Func(bad8, lib.Daily)                                          // want `^bad8 has no parameter "log", which NoHash names: it has path, width \(lib.go:10, by way of lib.Daily\)$`
	_ = checkpoint.Func(bad9, version)                                            // want `^the version of bad9 is given where no manifest sees it, and its code counts as well: write it in the list of checkpoint.Func \(bundles.go:\d+, by way of version\)$`
	_ = checkpoint.Func(bad10, captures)                                          // want `^CaptureAll is given to bad10 where no manifest sees it: write it in the list of checkpoint.Func`
	_ = checkpoint.Func(bad11, lib.All)                                           // want `^CaptureAll is given to bad11 where no manifest sees it: write it in the list of checkpoint.Func \(lib.go:18, by way of lib.All\)$`
	_ = checkpoint.New(captures)                                                  // want `^CaptureAll is given to New`
	_ = checkpoint.Func(bad12, nil, hashed)                                       // want `^nil is among the options of bad12: remove it$`
	_ = checkpoint.Func(bad13, option, version2, version2)                        // want `the version of bad13 is given where` `bad13 has two Version` `the version of bad13 is given where`
	_ = checkpoint.Func(bad15, checkpoint.New(checkpoint.NoHash("path"), hashed)) // want `^parameter path of bad15 has both HashBy and NoHash`
	_ = checkpoint.Func(bad16, []checkpoint.Option{1: typo, 0: hashed}...)        // want `^bad16 has no parameter "widht"`
	_ = checkpoint.Func(bad14, empty)                                             // want `^nil is among the options of bad14: remove it$`
)

var version2 = checkpoint.Version("2")

var empty checkpoint.Option

func bad1(path string, width int) int  { return 0 }
func bad2(path string, width int) int  { return 0 }
func bad3(path string, width int) int  { return 0 }
func bad4(path string, width int) int  { return 0 }
func bad5(path string, width int) int  { return 0 }
func bad6(path string, width int) int  { return 0 }
func bad7(width int) int               { return 0 }
func bad8(path string, width int) int  { return 0 }
func bad9(path string, width int) int  { return 0 }
func bad10(path string, width int) int { return 0 }
func bad11(path string, width int) int { return 0 }
func bad12(path string, width int) int { return 0 }
func bad13(path string, width int) int { return 0 }
func bad14(path string, width int) int { return 0 }
func bad15(path string, width int) int { return 0 }
func bad16(path string, width int) int { return 0 }

// Options that are decided at run time.
var (
	changed  = checkpoint.NoHash("path")
	replaced = []checkpoint.Option{checkpoint.NoHash("path")}
	shared   = checkpoint.NoHash("path")
	ranged   = checkpoint.NoHash("path")
	parts    = []checkpoint.Option{checkpoint.NoHash("path")}
	name     = "path"

	_ = checkpoint.Func(open1, changed)                   // want `^cannot determine the options of open1: what changed holds is decided at run time$`
	_ = checkpoint.Func(open2, replaced...)               // want `^cannot determine the options of open2: what replaced holds is decided at run time$`
	_ = checkpoint.Func(open3, shared)                    // want `^cannot determine the options of open3: what shared holds is decided at run time$`
	_ = checkpoint.Func(open4, conditional(true))         // want `^cannot determine the options of open4: what conditional\(true\) holds is decided at run time$`
	_ = checkpoint.Func(open5, checkpoint.NoHash(name))   // want `^cannot determine which parameters NoHash names among the options of open5: give it constants$`
	_ = checkpoint.Func(open6, lib.Changed)               // want `^cannot determine the options of open6: what lib.Changed holds is decided at run time$`
	_ = checkpoint.Func(open7, recursive())               // want `^cannot determine the options of open7: what recursive\(\) holds is decided at run time`
	_ = checkpoint.Func(open8, checkpoint.New(changed))   // want `^cannot determine the options of open8: what changed holds is decided at run time`
	_ = checkpoint.Func(open10, ranged)                   // want `^cannot determine the options of open10: what ranged holds is decided at run time$`
	_ = checkpoint.Func(open11, parts...)                 // want `^cannot determine the options of open11: what parts holds is decided at run time$`
	_ = checkpoint.Func(open12, list[:1]...)              // want `^cannot determine the options of open12: what list\[:1\] holds is decided at run time$`
	_ = checkpoint.Func(open9, hourly(option, hashed)...) // want `^cannot determine the options of open9: what hourly\(option, hashed\) holds is decided at run time$`
)

// A helper may be generic, or return an error as well.
func byGeneric[T any](name string, by func(T) (T, error)) checkpoint.Option {
	return checkpoint.HashBy(name, by)
}

func failing() (checkpoint.Option, error) { return option, nil }

var (
	failed, err = failing()
	called      = func() checkpoint.Option { return option }()
	structure   = struct{ options []checkpoint.Option }{list}

	_ = checkpoint.Func(helped1, byGeneric("path", ofString), checkpoint.NoHash("width"))
	_ = checkpoint.Func(helped2, byGeneric("width", ofString)) // want `^HashBy of parameter width of helped2 takes string: the parameter is int \(bundles.go:\d+, by way of byGeneric\("width", ofString\)\)$`
	_ = checkpoint.Func(helped3, failed)                       // want `^cannot determine the options of helped3: what failing\(\) holds is decided at run time \(bundles.go:\d+, by way of failed\)$`
	_ = checkpoint.Func(helped4, called)                       // want `^cannot determine the options of helped4: what called holds is decided at run time \(bundles.go:\d+, by way of called\)$`
	_ = checkpoint.Func(helped5, structure.options...)         // want `^cannot determine the options of helped5: what structure.options holds is decided at run time$`
)

func helped1(path string, width int) int { return 0 }
func helped2(path string, width int) int { return 0 }
func helped3(path string, width int) int { return 0 }
func helped4(path string, width int) int { return 0 }
func helped5(path string, width int) int { return 0 }

func init() {
	for range 2 {
		checkpoint.Func(looped) // want `^checkpoint.Func registers looped each time the loop or literal around it runs: move it to a package-level variable$`
	}
	checkpoint.Func(once)
}

func looped() int { return 0 }
func once() int   { return 0 }

func init() {
	changed = checkpoint.NoHash("width")
	replaced[0] = checkpoint.NoHash("width")
	keep(&shared)
	for _, ranged = range list {
	}
	(parts[:1])[0] = checkpoint.NoHash("width")
}

func keep(*checkpoint.Option) {}

func conditional(b bool) checkpoint.Option {
	if b {
		return option
	}
	return hashed
}

func open1(path string, width int) int  { return 0 }
func open2(path string, width int) int  { return 0 }
func open3(path string, width int) int  { return 0 }
func open4(path string, width int) int  { return 0 }
func open5(path string, width int) int  { return 0 }
func open6(path string, width int) int  { return 0 }
func open7(path string, width int) int  { return 0 }
func open8(path string, width int) int  { return 0 }
func open9(path string, width int) int  { return 0 }
func open10(path string, width int) int { return 0 }
func open11(path string, width int) int { return 0 }
func open12(path string, width int) int { return 0 }

// In a function, local variables.
func main() {}

func local() {
	options := []checkpoint.Option{option}
	checkpoint.Func(again1, options...) // want `each time local runs`
	for _, o := range options {
		checkpoint.Func(again1, o) // want `each time local runs` `cannot determine the options of again1: what o holds is decided at run time$`
	}
}

// One function with other options, whatever brings them.
var (
	_ = checkpoint.Func(again1, bundle)
	_ = checkpoint.Func(again1, hashed, option)
	_ = checkpoint.Func(again1, list...)
	_ = checkpoint.Func(again1, option) // want `^checkpoint.Func registers again1 again with other options: the first is at bundles.go:\d+$`
)

func again1(path string, width int) int { return 0 }
