// Where it was before core/io needed it.
#pragma once

#include "core/tensor/WorkWatch.h"
