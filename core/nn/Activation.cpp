#include "core/nn/Activation.h"

#include "core/nn/PlanCache.h"
#include "core/tensor/Dnnl.h"
#include "core/tensor/Error.h"

namespace latentscape {

struct Activation::Plans : PlanCache<onednn::Eltwise> {};

Activation::Activation(Kind kind, float slope)
    : m_kind(kind)
    , m_slope(slope)
    , m_plans(std::make_unique<Plans>()) {}

Activation::~Activation() = default;

Shape Activation::declare(const Shape& input, ParameterStore&, const std::string&) {
    return input;
}

void Activation::forward(const Tensor& x, Tensor& y) {
    m_plans
        ->get(x.size(),
              [&] {
                  using enum dnnl::algorithm;
                  switch (m_kind) {
                  case Kind::Relu:
                      return onednn::Eltwise(eltwise_relu, x.size(), 0.0f);
                  case Kind::LeakyRelu:
                      return onednn::Eltwise(eltwise_relu, x.size(), m_slope);
                  case Kind::Sigmoid:
                      return onednn::Eltwise(eltwise_logistic, x.size(), 0.0f);
                  case Kind::Tanh:
                      return onednn::Eltwise(eltwise_tanh, x.size(), 0.0f);
                  case Kind::Softplus:
                      return onednn::Eltwise(eltwise_soft_relu, x.size(), 1.0f);
                  }
                  throw Error(ErrorKind::Usage, "unknown activation");
              })
        .forward(x.data(), y.data());
}

void Activation::backward(const Tensor& x, const Tensor&, Tensor& dy, Tensor* dx) {
    if (dx) {
        m_plans
            ->get(x.size(),
                  []() -> onednn::Eltwise { throw Error(ErrorKind::Usage, "backward without forward"); })
            .backward(x.data(), dy.data(), dx->data());
    }
}

} // namespace latentscape
