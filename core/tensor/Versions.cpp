#include "core/tensor/Versions.h"

#include "core/tensor/Dnnl.h"

#include <Eigen/Core>
#include <zlib.h>

namespace latentscape {

namespace {

std::string joined(int major, int minor, int patch) {
    return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

} // namespace

std::string libraryVersions() {
    const dnnl_version_t& dnnl = *dnnl_version();
    return "oneDNN " + joined(dnnl.major, dnnl.minor, dnnl.patch) + ", Eigen " +
           joined(EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION) + ", zlib " + zlibVersion();
}

} // namespace latentscape
