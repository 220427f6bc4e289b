// Package directive holds what the directive check flags and what it doesn't.
package directive

import "github.com/gocheckpoint/checkpoint/runtime/checkpoint"

//checkpoint:capture once by=half
var fine = 0.5

//checkpoint:nohash // for messages alone
var name = "x"

//checkpoint:captrue // want `directive //checkpoint:captrue is unknown, did you mean //checkpoint:capture`
var typo = 1

// checkpoint:nohash // want `comment with a space after the slashes is not read as a directive: write //checkpoint:nohash`
var spaced = 1

//checkpoint:capture // want `directive //checkpoint:capture stands on function half: put it on a package-level variable`
func half(f float64) (float64, error) { return f / 2, nil }

//checkpoint:capture by=hafl // want `directive //checkpoint:capture names the unknown function hafl, did you mean half`
var unknown = 0.5

//checkpoint:capture by=half // want `directive //checkpoint:capture needs func\(string\) K or func\(string\) \(K, error\), but half is func\(f float64\) \(float64, error\)`
var wrongType, second = "x", "y"

//checkpoint:capture by=fine // want `directive //checkpoint:capture names fine, which is no function`
var noFunction = 0.5

//checkpoint:capture by=generic // want `directive //checkpoint:capture names the generic function generic: give it one without type parameters`
var byGeneric = 0.5

//checkpoint:capture by=noResult // want `directive //checkpoint:capture needs func\(float64\) K or .*, but noResult is func\(f float64\)`
var byNoResult = 0.5

//checkpoint:capture by=ofAny
var assignable = 0.5

func generic[T any](t T) T       { return t }
func noResult(f float64)         {}
func ofAny(v any) int            { return 0 }
func channel(c chan int) int     { return 0 }
func channels(c, d chan int) int { return 0 }

//checkpoint:nohash
//checkpoint:capture // want `directive //checkpoint:capture contradicts //checkpoint:nohash of variable both`
var both = 1

//checkpoint:ignore hashable the caller passes nil, which the ignore's own line shows
var above = checkpoint.Func(channel)

var sameLine = checkpoint.Func(channels) //checkpoint:ignore hashable nil as well

// The ignores of a whole comment are for the line below it.
//
//checkpoint:ignore hashable nil
//checkpoint:ignore storable open returns a handle that is nil // want `directive //checkpoint:ignore storable silences nothing: remove it`
var below = checkpoint.Func(channel)

var trailing = 1 //checkpoint:ignore hashable not for the next line // want `directive //checkpoint:ignore hashable silences nothing: remove it`
var flagged = checkpoint.Func(channel)

//checkpoint:ignore hashabel nil // want `directive //checkpoint:ignore names the unknown category hashabel, did you mean hashable`
var misspelt = checkpoint.Func(channel)

/* want `directive //checkpoint:ignore hashable lacks a reason` */ //checkpoint:ignore hashable
var unreasoned = checkpoint.Func(channel)

//checkpoint:ignore impure nothing is registered here // want `directive //checkpoint:ignore impure silences nothing: remove it`
var future = 1

//checkpoint:ignore directive an old spelling that a tool of ours still reads
//checkpoint:remember
var ignored = 1

//checkpoint:ignore directive for nothing // want `directive //checkpoint:ignore directive silences nothing: remove it`
var nothing = 1

//checkpoint:pure it counts alone
func counts() int { return 1 }

//checkpoint:impure it asks
//checkpoint:pure it counts alone // want `directive //checkpoint:pure contradicts //checkpoint:impure of function undecided`
func undecided() int { return 1 }

//checkpoint:pure it counts alone // want `directive //checkpoint:pure stands on a variable: put it above a function`
var pure = 1

//checkpoint:imprue it asks // want `directive //checkpoint:imprue is unknown, did you mean //checkpoint:impure`
func asks() int { return 1 }

/* want `directive //checkpoint:pure lacks a reason` */ //checkpoint:pure
func reasonless() int { return 1 }
