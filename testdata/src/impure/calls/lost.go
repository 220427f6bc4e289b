package calls

import (
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// Functions that generic code calls, of which the way there is lost: any that is
// mentioned and may have the type.

type cell[T any] struct{ x T }

func ofPointer(*int) int64        { return time.Now().Unix() }
func ofArray([1]int) int64        { return time.Now().Unix() }
func ofMap(map[string]int) int64  { return time.Now().Unix() }
func ofKey(map[int]bool) int64    { return time.Now().Unix() }
func ofChannel(chan int) int64    { return time.Now().Unix() }
func ofNamed(cell[int]) int64     { return time.Now().Unix() }
func ofTwo(n, m *int) int64       { return time.Now().Unix() }
func ofText(*int) (string, error) { return time.Now().String(), nil }

var (
	listPointer = []any{ofPointer}
	listArray   = []any{ofArray}
	listMap     = []any{ofMap}
	listKey     = []any{ofKey}
	listChannel = []any{ofChannel}
	listNamed   = []any{ofNamed}
	listOther   = []any{ofTwo, ofText, ofOne}
)

func ofOne(p *int) int64 { return 1 }

func callPointer[T any](list []any, x T) int64 { return list[0].(func(*T) int64)(&x) }

func callArray[T any](list []any, x T) int64 { return list[0].(func([1]T) int64)([1]T{x}) }

func callMap[T any](list []any, x T) int64 { return list[0].(func(map[string]T) int64)(nil) }

func callKey[T comparable](list []any, x T) int64 { return list[0].(func(map[T]bool) int64)(nil) }

func callChannel[T any](list []any, x T) int64 { return list[0].(func(chan T) int64)(nil) }

func callNamed[T any](list []any, x T) int64 { return list[0].(func(cell[T]) int64)(cell[T]{x}) }

func lostPointer(n int) int64 {
	return callPointer(listPointer, n) // want `^lostPointer reads the clock: time.Now at lost.go:\d+, by way of variable listPointer \(lost.go:\d+\) → ofPointer$`
}

func lostArray(n int) int64 {
	return callArray(listArray, n) // want `^lostArray reads the clock: time.Now at lost.go:\d+, by way of variable listArray \(lost.go:\d+\) → ofArray$`
}

func lostMap(n int) int64 {
	return callMap(listMap, n) // want `^lostMap reads the clock: time.Now at lost.go:\d+, by way of variable listMap \(lost.go:\d+\) → ofMap$`
}

func lostKey(n int) int64 {
	return callKey(listKey, n) // want `^lostKey reads the clock: time.Now at lost.go:\d+, by way of variable listKey \(lost.go:\d+\) → ofKey$`
}

func lostChannel(n int) int64 {
	return callChannel(listChannel, n) // want `^lostChannel reads the clock: time.Now at lost.go:\d+, by way of variable listChannel \(lost.go:\d+\) → ofChannel$`
}

func lostNamed(n int) int64 {
	return callNamed(listNamed, n) // want `^lostNamed reads the clock: time.Now at lost.go:\d+, by way of variable listNamed \(lost.go:\d+\) → ofNamed$`
}

// These have other numbers of parameters and results, but for one.
func lostOther(n int) int64 { return callPointer(listOther, n) }

var (
	_ = checkpoint.Func(lostPointer)
	_ = checkpoint.Func(lostArray)
	_ = checkpoint.Func(lostMap)
	_ = checkpoint.Func(lostKey)
	_ = checkpoint.Func(lostChannel)
	_ = checkpoint.Func(lostNamed)
	_ = checkpoint.Func(lostOther)
)
