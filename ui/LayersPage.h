// Each layer of the model with its shape, parameters and arithmetic, and what a step of it needs: before
// anything is trained. UI thread.
#pragma once

#include "core/train/TrainConfig.h"
#include "ui/Page.h"

#include <optional>

class QLabel;
class QTableWidget;

namespace latentscape {

class LayersPage : public Page {
    Q_OBJECT

public:
    explicit LayersPage(QWidget* parent = nullptr);

    // The settings must be those of a possible model. Seconds: of an epoch, once known.
    void show(const TrainConfig& config, std::optional<double> seconds);

private:
    QLabel* m_sums;
    QTableWidget* m_table;
};

} // namespace latentscape
