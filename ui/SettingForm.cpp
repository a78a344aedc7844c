#include "ui/SettingForm.h"

#include <QScopedValueRollback>

namespace latentscape {

void SettingForm::setConfig(const TrainConfig& config) {
    const QScopedValueRollback showing(m_showing, true);
    m_base = config;
    for (const Bound& bound : m_bound) {
        bound.show(config);
    }
    showWhatApplies(config);
}

void SettingForm::apply(TrainConfig& config) const {
    for (const Bound& bound : m_bound) {
        bound.apply(config);
    }
}

void SettingForm::showWhatApplies(const TrainConfig& config) {
    for (const Bound& bound : m_bound) {
        if (bound.applies) {
            setRowVisible(bound.editor, bound.applies(config));
        }
    }
}

QDoubleSpinBox* SettingForm::makeNumber(const About& about, const Range& range) {
    auto* field = named(new QDoubleSpinBox, about.objectName, about.name, about.tip);
    field->setDecimals(range.decimals);
    field->setRange(range.from, range.to);
    field->setSingleStep(range.step);
    field->setSpecialValueText(range.least);
    field->setSuffix(range.unit);
    return field;
}

QSpinBox* SettingForm::makeWhole(const About& about, const Range& range) {
    auto* field = named(new QSpinBox, about.objectName, about.name, about.tip);
    field->setRange(static_cast<int>(range.from), static_cast<int>(range.to));
    field->setSingleStep(static_cast<int>(range.step));
    field->setSpecialValueText(range.least);
    field->setSuffix(range.unit);
    return field;
}

// The setting itself as long as the field shows it, which may round; else what was typed.
float SettingForm::valueOf(const QDoubleSpinBox* field, float setting) {
    const auto shown = [field](double value) { return QString::number(value, 'f', field->decimals()); };
    return shown(field->value()) == shown(double{setting}) ? setting : static_cast<float>(field->value());
}

QCheckBox* SettingForm::addSwitch(const About& about, const std::function<bool(const TrainConfig&)>& show,
                                  const std::function<void(TrainConfig&, bool)>& apply,
                                  const Applies& applies, Change change) {
    auto* field = named(new QCheckBox, about.objectName, about.name, about.tip);
    bind(
        field, change, [=](const TrainConfig& c) { field->setChecked(show(c)); },
        [=](TrainConfig& c) { apply(c, field->isChecked()); }, applies);
    connect(field, &QCheckBox::toggled, this, &SettingForm::noteEdit);
    return field;
}

QLineEdit* SettingForm::addLine(const About& about, std::function<QString(const TrainConfig&)> show,
                                std::function<void(TrainConfig&, const QString&)> apply,
                                const Applies& applies) {
    auto* field = named(new QLineEdit, about.objectName, about.name, about.tip);
    bind(
        field, Change::BeforeTheRun, [=](const TrainConfig& c) { field->setText(show(c)); },
        [=](TrainConfig& c) { apply(c, field->text()); }, applies);
    connect(field, &QLineEdit::textChanged, this, &SettingForm::noteEdit);
    return field;
}

void SettingForm::bind(QWidget* editor, Change change, std::function<void(const TrainConfig&)> show,
                       std::function<void(TrainConfig&)> apply, const Applies& applies) {
    addRow(editor, change);
    m_bound.push_back({editor, std::move(show), std::move(apply), applies});
}

void SettingForm::noteEdit() {
    if (!m_showing) {
        emit edited();
    }
}

} // namespace latentscape
