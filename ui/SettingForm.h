// A group of settings each of whose fields knows its part of a TrainConfig, so that a further field is one
// line. A part is told by a generic lambda that returns a reference to it:
//
//     form->addWhole({"patience", tr("Patience"), tr("...")}, {0, 1000},
//                    [](auto& c) -> auto& { return c.patience; });
//
// UI thread.
#pragma once

#include "core/train/TrainConfig.h"
#include "ui/SettingGroup.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>

#include <algorithm>
#include <functional>
#include <type_traits>
#include <utility>
#include <vector>

namespace latentscape {

class SettingForm : public SettingGroup {
    Q_OBJECT

public:
    // By which tests find a field, its name, and what it is for.
    struct About {
        const char* objectName;
        QString name;
        QString tip;
    };
    struct Range {
        double from;
        double to;
        double step = 1;
        int decimals = 0;
        QString least = {}; // instead of the number `from`: "never"
        QString unit = {};  // behind any other: " epochs"
    };
    // Whether a field has a meaning with these settings; none: always.
    using Applies = std::function<bool(const TrainConfig&)>;

    using SettingGroup::SettingGroup;

    // Shows these settings and hands them out again exactly, but for what the user changes.
    void setConfig(const TrainConfig& config);
    void apply(TrainConfig& config) const;
    void showWhatApplies(const TrainConfig& config);

    template <typename Part>
    QDoubleSpinBox* addNumber(const About& about, const Range& range, Part part, const Applies& applies = {},
                              Change change = Change::BeforeTheRun) {
        QDoubleSpinBox* field = makeNumber(about, range);
        bind(
            field, change, [=](const TrainConfig& c) { show(field, double{part(c)}); },
            [=, this](TrainConfig& c) { part(c) = valueOf(field, part(std::as_const(m_base))); }, applies);
        connect(field, &QDoubleSpinBox::valueChanged, this, &SettingForm::noteEdit);
        return field;
    }
    template <typename Part>
    QSpinBox* addWhole(const About& about, const Range& range, Part part, const Applies& applies = {},
                       Change change = Change::BeforeTheRun) {
        QSpinBox* field = makeWhole(about, range);
        bind(
            field, change, [=](const TrainConfig& c) { show(field, static_cast<int>(part(c))); },
            [=](TrainConfig& c) { part(c) = field->value(); }, applies);
        connect(field, &QSpinBox::valueChanged, this, &SettingForm::noteEdit);
        return field;
    }
    template <typename Part>
    QCheckBox* addSwitch(const About& about, Part part, const Applies& applies = {},
                         Change change = Change::BeforeTheRun) {
        return addSwitch(
            about, [=](const TrainConfig& c) { return part(c); },
            [=](TrainConfig& c, bool on) { part(c) = on; }, applies, change);
    }
    // For what is no part by itself.
    QCheckBox* addSwitch(const About& about, const std::function<bool(const TrainConfig&)>& show,
                         const std::function<void(TrainConfig&, bool)>& apply, const Applies& applies,
                         Change change = Change::BeforeTheRun);
    template <typename Value, typename Part>
    QComboBox* addChoice(const About& about, const QList<std::pair<QString, Value>>& choices, Part part,
                         const Applies& applies = {}, Change change = Change::BeforeTheRun) {
        auto* field = named(new QComboBox, about.objectName, about.name, about.tip);
        field->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon); // columns stay equal
        for (const auto& [words, value] : choices) {
            field->addItem(words, static_cast<int>(value));
        }
        bind(
            field, change,
            [=](const TrainConfig& c) { field->setCurrentIndex(field->findData(static_cast<int>(part(c)))); },
            [=](TrainConfig& c) {
                part(c) =
                    static_cast<std::remove_reference_t<decltype(part(c))>>(field->currentData().toInt());
            },
            applies);
        connect(field, &QComboBox::currentIndexChanged, this, &SettingForm::noteEdit);
        return field;
    }
    // For what is none of these.
    QLineEdit* addLine(const About& about, std::function<QString(const TrainConfig&)> show,
                       std::function<void(TrainConfig&, const QString&)> apply, const Applies& applies = {});

signals:
    void edited(); // by the user

private:
    struct Bound {
        QWidget* editor;
        std::function<void(const TrainConfig&)> show;
        std::function<void(TrainConfig&)> apply;
        Applies applies;
    };

    static QDoubleSpinBox* makeNumber(const About& about, const Range& range);
    static QSpinBox* makeWhole(const About& about, const Range& range);
    // What lies beyond the usual range, as a preset or the command line may have it, is shown all the same.
    template <typename Field, typename Value> static void show(Field* field, Value value) {
        field->setMaximum(std::max(field->maximum(), value));
        if (field->specialValueText().isEmpty()) { // else the least value has a meaning of its own
            field->setMinimum(std::min(field->minimum(), value));
        }
        field->setValue(value);
    }
    static float valueOf(const QDoubleSpinBox* field, float setting);
    void bind(QWidget* editor, Change change, std::function<void(const TrainConfig&)> show,
              std::function<void(TrainConfig&)> apply, const Applies& applies);
    void noteEdit();

    std::vector<Bound> m_bound;
    TrainConfig m_base;
    bool m_showing = false;
};

} // namespace latentscape
